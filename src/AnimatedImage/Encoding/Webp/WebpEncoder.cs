using System.Runtime.CompilerServices;
using AnimatedImage.Frames;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Encoding.Webp;

/// <summary>
/// Animated WebP: libwebp, driven by several ffmpegs at once (<see cref="WebpLanes"/>), encodes the pictures;
/// <see cref="WebpContainer"/> writes the file around them. The same frames and settings give the same bytes, whatever the number of
/// cores, and of opaque frames those that a single libwebp makes.
/// </summary>
/// <param name="tools">The ffmpeg in use.</param>
/// <param name="workers">Children at once; 0 = one per core.</param>
internal sealed class WebpEncoder(FFmpegTools tools, int workers = 0) : IFrameEncoder
{
    // Decoding keeps no more than these busy.
    private const int MostWorkers = 8;

    /// <inheritdoc/>
    public OutputFormat Format => OutputFormat.WebP;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> EncodeAsync(
        IAsyncEnumerable<TimedFrame> frames, EncoderSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        WebpLanes lanes = new(tools, settings, workers > 0 ? workers : Math.Min(Environment.ProcessorCount, MostWorkers), cancellationToken);
        await using ConfiguredAsyncDisposable running = lanes.ConfigureAwait(false);
        lanes.Start();
        List<long> delays = await FeedAsync(frames, lanes, WebpLikeness.Of(settings), cancellationToken).ConfigureAwait(false);
        IReadOnlyList<WebpPicture> pictures = await lanes.CompleteAsync().ConfigureAwait(false);
        await foreach (ReadOnlyMemory<byte> chunk in WebpContainer.WriteAsync(lanes.Chunks, pictures, delays, settings, cancellationToken).ConfigureAwait(false))
        {
            yield return chunk;
        }
    }

    /// <summary>Hands on every frame that differs from the last one handed on.</summary>
    /// <returns>How long each of them is shown, in milliseconds.</returns>
    private static async Task<List<long>> FeedAsync(IAsyncEnumerable<TimedFrame> frames, WebpLanes lanes, WebpLikeness likeness, CancellationToken cancellationToken)
    {
        List<long> delays = [];
        Frame? shown = null;
        try
        {
            await foreach (TimedFrame timed in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                using Frame frame = timed.Frame;
                if (shown is not null && likeness.AreAlike(shown.Pixels.Span, frame.Pixels.Span))
                {
                    delays[^1] += timed.Delay;
                    continue;
                }

                await lanes.AddAsync(frame).ConfigureAwait(false);
                delays.Add(timed.Delay);
                shown?.Dispose();
                shown = frame.Retain();
            }
        }
        finally
        {
            shown?.Dispose();
        }

        return delays.Count > 0 ? delays : throw EncoderProcess.NoFrame("the WebP encoder");
    }
}
