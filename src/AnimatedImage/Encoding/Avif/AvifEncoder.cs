using System.Buffers;
using System.Runtime.CompilerServices;
using AnimatedImage.Failures;
using AnimatedImage.Frames;
using AnimatedImage.Inspection;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Encoding.Avif;

/// <summary>
/// Frames → AVIF. ffmpeg encodes AV1, colour and alpha in a child each; the container is written here, because ffmpeg's has neither
/// play counts nor a delay for each frame, and in 4.4 none at all. The tables come first, so that a browser can play while it loads;
/// the encoded samples wait in a spool until the last one is known. One frame makes a still.
/// </summary>
/// <param name="tools">The ffmpeg in use.</param>
internal sealed class AvifEncoder(FFmpegTools tools) : IFrameEncoder
{
    private const int ChunkLength = 64 * 1024;

    /// <inheritdoc/>
    public OutputFormat Format => OutputFormat.Avif;

    /// <inheritdoc/>
    public PixelLayout LayoutFor(EncoderSettings settings) => Av1EncoderChoice.ForColor(tools.Capabilities, settings).Layout;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> EncodeAsync(
        IAsyncEnumerable<TimedFrame> frames,
        EncoderSettings settings,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(settings);
        Av1Recipe colorRecipe = Av1EncoderChoice.ForColor(tools.Capabilities, settings);
        Av1Recipe? alphaRecipe = settings.HasAlpha ? Av1EncoderChoice.ForAlpha(tools.Capabilities, settings) : null;
        Av1Stream? color = null;
        Av1Stream? alpha = null;
        try
        {
            color = Av1Stream.Start(tools, colorRecipe, cancellationToken);
            alpha = alphaRecipe is null ? null : Av1Stream.Start(tools, alphaRecipe, cancellationToken);
            List<int> delays = await FeedAsync(frames, color, alpha, settings, colorRecipe.Layout, cancellationToken).ConfigureAwait(false);
            Task<Av1Samples?> alphaEnd = CompleteAsync(alpha, delays.Count);
            AvifLayout layout = new()
            {
                Width = settings.Width,
                Height = settings.Height,
                IsRgb = colorRecipe.Picture == Av1Picture.Lossless,
                Timescale = settings.Timing.TicksPerSecond,
                Delays = delays,
                PlayCount = settings.PlayCount,
                Color = await color.CompleteAsync(delays.Count).ConfigureAwait(false),
                Alpha = await alphaEnd.ConfigureAwait(false),
            };
            yield return AvifHeader.Write(layout);
            await foreach (ReadOnlyMemory<byte> chunk in ReadSamplesAsync(layout, cancellationToken).ConfigureAwait(false))
            {
                yield return chunk;
            }
        }
        finally
        {
            await DisposeAsync(color, alpha).ConfigureAwait(false);
        }

        if (settings.ContentKey is { } key)
        {
            yield return ContentKeyMark.AvifBox(key);
        }
    }

    private static async Task<Av1Samples?> CompleteAsync(Av1Stream? stream, int count) =>
        stream is null ? null : await stream.CompleteAsync(count).ConfigureAwait(false);

    private static async Task DisposeAsync(params Av1Stream?[] streams)
    {
        foreach (Av1Stream? stream in streams)
        {
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static async Task<List<int>> FeedAsync(
        IAsyncEnumerable<TimedFrame> frames,
        Av1Stream color,
        Av1Stream? alpha,
        EncoderSettings settings,
        PixelLayout layout,
        CancellationToken cancellationToken)
    {
        List<int> delays = [];
        byte[] plane = alpha is null ? [] : GC.AllocateUninitializedArray<byte>(settings.Width * settings.Height);
        await foreach (TimedFrame timed in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            using Frame frame = timed.Frame;
            if (frame.Layout != layout)
            {
                throw new InvalidOperationException($"The AVIF encoder was given {frame.Layout} frames instead of {layout}.");
            }

            delays.Add(timed.Delay);
            Task alphaWritten = Task.CompletedTask;
            if (alpha is not null)
            {
                CopyAlpha(frame.Pixels.Span, plane);
                alphaWritten = alpha.WriteAsync(plane);
            }

            await Task.WhenAll(color.WriteAsync(frame.Pixels), alphaWritten).ConfigureAwait(false);
        }

        return delays.Count > 0
            ? delays
            : throw new ConversionException(ErrorId.ZeroDuration, FailureKind.Source, "No frame reached the AVIF encoder.", "Check that the range asked for holds any frame.");
    }

    private static void CopyAlpha(ReadOnlySpan<byte> pixels, Span<byte> plane)
    {
        for (int index = 0; index < plane.Length; index++)
        {
            plane[index] = pixels[(index * 4) + 3];
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadSamplesAsync(AvifLayout layout, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkLength);
        try
        {
            int filled = 0;
            for (int index = 0; index < layout.Delays.Count; index++)
            {
                foreach (Av1Samples stream in layout.Alpha is { } alpha ? [layout.Color, alpha] : (Av1Samples[])[layout.Color])
                {
                    for (int left = stream.Lengths[index]; left > 0;)
                    {
                        int part = Math.Min(left, buffer.Length - filled);
                        await stream.Bytes.ReadExactlyAsync(buffer.AsMemory(filled, part), cancellationToken).ConfigureAwait(false);
                        (filled, left) = (filled + part, left - part);
                        if (filled == buffer.Length)
                        {
                            yield return buffer;
                            filled = 0;
                        }
                    }
                }
            }

            if (filled > 0)
            {
                yield return buffer.AsMemory(0, filled);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
