using System.Buffers;
using System.Runtime.CompilerServices;
using AnimatedImage.Frames;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// Writes animated GIF. Frames pass the <see cref="TemporalFilter"/> in order; then each is analysed (<see cref="ActivityMap"/>,
/// <see cref="ColorHistogram"/>, <see cref="PaletteChooser"/>) and compressed (<see cref="RowEncoder"/>) on any core
/// (<see cref="FramePipeline"/>); <see cref="GifContainer"/> puts them into the file in order. The same frames and settings give the
/// same bytes, whatever the number of cores.
/// </summary>
/// <param name="workers">Frames encoded at once; 0 = one per core.</param>
internal sealed class GifEncoder(int workers = 0) : IFrameEncoder
{
    /// <summary>Memory that the frames under way may take together, in bytes.</summary>
    private const long MemoryBudget = 40L << 20;

    /// <summary>What one pixel of a frame under way takes: its colour, its activity, its index and its share of the code.</summary>
    private const int BytesPerPixel = 8;

    /// <inheritdoc/>
    public OutputFormat Format => OutputFormat.Gif;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> EncodeAsync(IAsyncEnumerable<TimedFrame> frames, EncoderSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        GifTuning tuning = GifTuning.Of(settings.Quality, settings.Colors, settings.Dither);
        using BufferLease buffers = new();
        TemporalFilter filter = new(settings.Width, settings.Height, settings.HasAlpha, tuning, Rgb(settings.Matte), buffers);
        FramePipeline pipeline = new(settings.Width, settings.Height, tuning, buffers, cancellationToken);
        ArrayBufferWriter<byte> output = new(1 << 16);
        GifContainer container = new(output);
        int limit = FramesAtOnce(settings.Width * (long)settings.Height, tuning);
        bool begun = false;
        try
        {
            await foreach (TimedFrame timed in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                HeldFrame? held;
                using (timed.Frame)
                {
                    held = filter.Push(timed.Frame.Pixels.Span, timed.Delay);
                }

                if (held is not null)
                {
                    await pipeline.AddAsync(held).ConfigureAwait(false);
                }

                while (pipeline.Count > limit)
                {
                    begun = await WriteNextAsync(container, pipeline, settings, begun).ConfigureAwait(false);
                    yield return output.WrittenMemory;
                    output.ResetWrittenCount();
                }
            }

            while (filter.Drain() is { } held)
            {
                await pipeline.AddAsync(held).ConfigureAwait(false);
                while (pipeline.Count > limit)
                {
                    begun = await WriteNextAsync(container, pipeline, settings, begun).ConfigureAwait(false);
                    yield return output.WrittenMemory;
                    output.ResetWrittenCount();
                }
            }

            while (pipeline.Count > 0)
            {
                begun = await WriteNextAsync(container, pipeline, settings, begun).ConfigureAwait(false);
                yield return output.WrittenMemory;
                output.ResetWrittenCount();
            }

            container.WriteTrailer();
            yield return output.WrittenMemory;
        }
        finally
        {
            if (pipeline.Count > 0)
            {
                await pipeline.StopAsync().ConfigureAwait(false);
            }
        }
    }

    private static async Task<bool> WriteNextAsync(GifContainer container, FramePipeline pipeline, EncoderSettings settings, bool begun)
    {
        PendingImage image = pipeline.Take();
        EncodedImage encoded = await image.Work.ConfigureAwait(false);
        Palette shared = pipeline.Shared;
        if (!begun)
        {
            container.WriteHeader(settings.Width, settings.Height, shared);
            container.WriteLoop(settings.PlayCount);
            if (settings.ContentKey is { } key)
            {
                container.WriteContentKey(key);
            }
        }

        // The first image of an opaque animation covers the canvas; without the mark of transparency readers know so.
        bool mayShowThrough = begun || settings.HasAlpha;
        container.WriteImage(
            encoded.Bounds, image.Delay, image.ClearsAfter, mayShowThrough, encoded.Palette, ReferenceEquals(encoded.Palette, shared), image.Encoder.Bytes.Span);
        pipeline.Release(image);
        return true;
    }

    private static uint? Rgb(RgbColor? color) => color is { } given ? given.Red | ((uint)given.Green << 8) | ((uint)given.Blue << 16) : null;

    /// <summary>
    /// Enough for every core and one more, fewer where frames are large; beside them one is begun. A conversion that has to be content with
    /// one core has one in work and the next, and so has one whose frames all wait for the one before. The last stays, so that its delay can
    /// still grow.
    /// </summary>
    private int FramesAtOnce(long pixels, GifTuning tuning)
    {
        int cores = tuning.Refines(isClean: true) ? 1 : workers > 0 ? workers : CoreBudget.Shared.Share;
        return (int)Math.Clamp(MemoryBudget / (pixels * BytesPerPixel), 1, cores > 1 ? cores + 1 : 1);
    }
}
