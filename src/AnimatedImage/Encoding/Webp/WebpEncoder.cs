using System.Runtime.CompilerServices;
using AnimatedImage.Frames;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Encoding.Webp;

/// <summary>Animated WebP: libwebp, driven by ffmpeg, encodes the pictures; <see cref="WebpContainer"/> writes the file around them.</summary>
/// <param name="tools">The ffmpeg in use.</param>
internal sealed class WebpEncoder(FFmpegTools tools) : IFrameEncoder
{
    /// <inheritdoc/>
    public OutputFormat Format => OutputFormat.WebP;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> EncodeAsync(
        IAsyncEnumerable<TimedFrame> frames, EncoderSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        EncoderProcess encoder = EncoderProcess.Start(tools, WebpArguments.For(settings), "the WebP encoder", frames, settings, cancellationToken);
        await using ConfiguredAsyncDisposable running = encoder.ConfigureAwait(false);
        Stream encoded = await EncodedSpool.CollectAsync(encoder.Output, TemporarySpool.MemoryLimit, cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable collected = encoded.ConfigureAwait(false);
        FedFrames fed = await encoder.CompleteAsync().ConfigureAwait(false);
        await foreach (ReadOnlyMemory<byte> chunk in WebpContainer.WriteAsync(encoded, settings, fed.Ticks, cancellationToken).ConfigureAwait(false))
        {
            yield return chunk;
        }
    }
}
