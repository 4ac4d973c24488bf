using System.Runtime.CompilerServices;
using AnimatedImage.Frames;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Encoding.Webp;

/// <summary>
/// Animated WebP: libwebp encodes the pictures on all cores. The system's own takes lossy opaque ones as what each frame changes
/// (<see cref="WebpPatches"/>), others in short runs (<see cref="WebpRuns"/>); where there is none, several ffmpegs do
/// (<see cref="WebpLanes"/>). <see cref="WebpContainer"/> writes the file around them. The same frames and settings give the same bytes,
/// whatever the number of cores.
/// </summary>
/// <param name="tools">The ffmpeg in use.</param>
/// <param name="workers">Pictures made at once; 0 = one per core of the conversion's share.</param>
/// <param name="library">The system's libwebp; null has ffmpeg encode.</param>
internal sealed class WebpEncoder(FFmpegTools tools, LibWebp? library, int workers = 0) : IFrameEncoder
{
    // Decoding keeps no more than these busy.
    private const int MostWorkers = 8;

    /// <inheritdoc/>
    public OutputFormat Format => OutputFormat.WebP;

    /// <inheritdoc/>
    public PixelLayout LayoutFor(EncoderSettings settings) =>
        library is not null && !settings.Lossless && !settings.HasAlpha ? PixelLayout.Yuv420 : PixelLayout.Rgba;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> EncodeAsync(
        IAsyncEnumerable<TimedFrame> frames, EncoderSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int count = workers > 0 ? workers : Math.Min(CoreBudget.Shared.Share, MostWorkers);
        PixelLayout layout = LayoutFor(settings);
        IWebpPictures making = library is null ? new WebpLanes(tools, settings, count, cancellationToken).Start()
            : layout == PixelLayout.Yuv420 ? new WebpPatches(library, settings, count, workers > 0 ? new EncoderThreads(workers) : EncoderThreads.Shared, cancellationToken)
            : new WebpRuns(library, settings, count, cancellationToken);
        await using ConfiguredAsyncDisposable running = making.ConfigureAwait(false);
        // Patches are compared with what is shown; runs, as libwebp does, with the last frame that it was given.
        WebpLikeness? likeness = layout == PixelLayout.Yuv420 ? null : WebpLikeness.Of(settings);
        List<long> delays = await FeedAsync(frames, layout, making, likeness, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<WebpPicture> pictures = await making.CompleteAsync().ConfigureAwait(false);
        await foreach (ReadOnlyMemory<byte> chunk in WebpContainer.WriteAsync(making.Chunks, pictures, delays, settings, cancellationToken).ConfigureAwait(false))
        {
            yield return chunk;
        }
    }

    /// <summary>Hands on every frame that differs from the last one handed on.</summary>
    /// <returns>How long each of them is shown, in milliseconds.</returns>
    private static async Task<List<long>> FeedAsync(
        IAsyncEnumerable<TimedFrame> frames, PixelLayout layout, IWebpPictures making, WebpLikeness? likeness, CancellationToken cancellationToken)
    {
        List<long> delays = [];
        Frame? shown = null;
        try
        {
            await foreach (TimedFrame timed in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                using Frame frame = timed.Frame;
                if (frame.Layout != layout)
                {
                    throw new InvalidOperationException($"The WebP encoder was given {frame.Layout} frames instead of {layout}.");
                }

                if (shown is not null && likeness?.AreAlike(shown.Pixels.Span, frame.Pixels.Span) == true)
                {
                    delays[^1] += timed.Delay;
                    continue;
                }

                await making.AddAsync(frame).ConfigureAwait(false);
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
