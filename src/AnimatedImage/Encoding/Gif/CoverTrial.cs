using System.Runtime.CompilerServices;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// Pixels that are to stay as they are may be left out, which makes long runs where much stands still, or drawn again, which keeps
/// patterns whole where text scrolls over a plain ground. Which is smaller is tried on a quarter of the rows, as if the canvas showed
/// exactly what is held, so that a frame need not wait for the one before it.
/// </summary>
/// <param name="width">Largest width of a part of the canvas.</param>
internal sealed class CoverTrial(int width)
{
    /// <summary>Rows that are tried in a run, of four times as many.</summary>
    private const int TriedRows = 16;

    private readonly RowEncoder _rows = new(width);
    private readonly uint[] _pixels = new uint[width];
    private readonly ulong[] _held = new ulong[PixelPlane.StrideOf(width)];
    private readonly ulong[] _shown = new ulong[width];

    private bool _wasSmaller;

    /// <summary>True when drawing again what is shown already makes the part smaller.</summary>
    public bool IsSmaller(HeldFrame frame, ActivityMap activity, Palette palette, PaletteSearch search, LossLimits limits)
    {
        // What was smaller last is tried first: the other ends early where it is so again.
        int first = Try(frame, activity, palette, search, limits, _wasSmaller, int.MaxValue);
        int second = Try(frame, activity, palette, search, limits, !_wasSmaller, first);
        _wasSmaller = _wasSmaller ? first < second : second < first;
        return _wasSmaller;
    }

    /// <summary>Has every pixel drawn whose colour the table has, as if nothing were shown there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Cover(Span<uint> pixels, Span<ulong> shown, Palette palette, PaletteSearch search)
    {
        uint last = PixelKind.Void;
        bool isInTable = false;
        for (int x = 0; x < pixels.Length; x++)
        {
            uint pixel = pixels[x];
            if ((pixel & ~PixelKind.ColorMask) == PixelKind.Hold)
            {
                if (pixel != last)
                {
                    isInTable = palette.Colors[search.Nearest(Ycc.From(pixel))] == pixel;
                    last = pixel;
                }

                if (isInTable)
                {
                    pixels[x] = pixel | PixelKind.Draw;
                    shown[x] = Canvas.Nothing;
                }
            }
            else if ((pixel & PixelKind.Draw) != 0)
            {
                shown[x] = Canvas.Nothing;
            }
        }
    }

    /// <summary>Bytes of the rows tried; no fewer than <paramref name="limit"/> once they have become more than that.</summary>
    private int Try(HeldFrame frame, ActivityMap activity, Palette palette, PaletteSearch search, LossLimits limits, bool covers, int limit)
    {
        PixelRectangle part = frame.Bounds;
        Span<uint> pixels = _pixels.AsSpan(0, part.Width);
        Span<ulong> shown = _shown.AsSpan(0, part.Width);
        _rows.Begin(palette, search, limits);
        for (int y = 0; y < part.Height && _rows.Output.Count <= limit; y++)
        {
            if (part.Height > TriedRows * 2 && y / TriedRows % 4 != 1)
            {
                continue;
            }

            frame.Pixels.Row(part.Top + y).Slice(part.Left, part.Width).CopyTo(pixels);
            Ycc.From(pixels, _held);
            for (int x = 0; x < pixels.Length; x++)
            {
                shown[x] = (pixels[x] & ~PixelKind.ColorMask) == PixelKind.Hold ? _held[x] : Canvas.Nothing;
            }

            if (covers)
            {
                Cover(pixels, shown, palette, search);
            }

            _rows.Encode(pixels, shown, activity.Row(y));
        }

        _rows.Finish();
        return _rows.Output.Count;
    }
}
