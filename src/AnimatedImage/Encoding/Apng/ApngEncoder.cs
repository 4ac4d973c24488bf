using System.Runtime.CompilerServices;
using AnimatedImage.Frames;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Encoding.Apng;

/// <summary>Animated PNG: ffmpeg encodes the pictures; <see cref="ApngContainer"/> puts right what a pipe cannot: the chunks at the beginning.</summary>
/// <param name="tools">The ffmpeg in use.</param>
internal sealed class ApngEncoder(FFmpegTools tools) : IFrameEncoder
{
    /// <inheritdoc/>
    public OutputFormat Format => OutputFormat.Apng;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> EncodeAsync(
        IAsyncEnumerable<TimedFrame> frames, EncoderSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        EncoderProcess encoder = EncoderProcess.Start(tools, ApngArguments.For(settings), "the APNG encoder", frames, settings, cancellationToken);
        await using ConfiguredAsyncDisposable running = encoder.ConfigureAwait(false);
        Stream encoded = await EncodedSpool.CollectAsync(encoder.Output, TemporarySpool.MemoryLimit, cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable collected = encoded.ConfigureAwait(false);
        FedFrames fed = await encoder.CompleteAsync().ConfigureAwait(false);
        await foreach (ReadOnlyMemory<byte> chunk in ApngContainer.WriteAsync(encoded, settings, fed.Ticks, cancellationToken).ConfigureAwait(false))
        {
            yield return chunk;
        }
    }
}
