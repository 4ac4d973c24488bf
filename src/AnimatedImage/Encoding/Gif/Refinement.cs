using System.Runtime.CompilerServices;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// At the best qualities a still picture gets better from frame to frame: what earlier tables rendered badly is drawn again with the
/// colours of the present one, so that the canvas comes to show more colours than one table has.
/// </summary>
internal static class Refinement
{
    /// <summary>Squared distance, in units of <see cref="Ycc"/>, beyond which what is shown is worth drawing again, for each step of quality below 100.</summary>
    private const double WorthDrawingPerStep = 6.4;

    /// <summary>Marks such pixels to be drawn and grows the frame's part around them. Needs the canvas as the frame before left it.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="canvas">What is shown.</param>
    /// <param name="tuning">How much may be lost.</param>
    /// <param name="wanted">Room for a padded row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mark(HeldFrame frame, Canvas canvas, GifTuning tuning, Span<ulong> wanted)
    {
        int worthDrawing = (int)((100 - tuning.Quality) * WorthDrawingPerStep);
        int width = frame.Pixels.Width;
        for (int y = 0; y < frame.Pixels.Height; y++)
        {
            Span<uint> row = frame.Pixels.Row(y);
            ReadOnlySpan<ulong> shown = canvas.Row(y, 0, width);
            Ycc.From(row, wanted);
            int first = width, last = -1;
            for (int x = 0; x < width; x++)
            {
                if ((row[x] & ~PixelKind.ColorMask) == PixelKind.Hold && Ycc.Distance(wanted[x], shown[x]) > worthDrawing)
                {
                    // The filter may be comparing the next frame with this one: it looks at colours alone.
                    row[x] |= PixelKind.Draw;
                    first = Math.Min(first, x);
                    last = x;
                }
            }

            if (last >= 0)
            {
                frame.Bounds = frame.Bounds.Include(y, first, last);
            }
        }
    }
}
