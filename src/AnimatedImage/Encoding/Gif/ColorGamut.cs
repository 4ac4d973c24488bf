using System.Numerics;

namespace AnimatedImage.Encoding.Gif;

/// <summary>How much of the colour cube a picture uses.</summary>
internal static class ColorGamut
{
    /// <summary>
    /// Cells of 8×8×8 levels that one table can render almost exactly: a grey picture or a tinted one passes through 32 and their
    /// neighbours. A grey street with a few coloured cars takes more, and its noise far more bytes than it is seen.
    /// </summary>
    private const int NarrowCells = 64;

    private const int SampleStep = 4;

    /// <summary>True for greys, tints and the like: few colours apart from fine shades.</summary>
    public static bool IsNarrow(PixelPlane plane)
    {
        Span<ulong> used = stackalloc ulong[512];
        used.Clear();
        for (int y = 0; y < plane.Height; y++)
        {
            ReadOnlySpan<uint> row = plane.Row(y)[..plane.Width];
            for (int x = y % SampleStep; x < row.Length; x += SampleStep)
            {
                uint cell = ((row[x] >> 3) & 0x1F) | ((row[x] >> 6) & 0x3E0) | ((row[x] >> 9) & 0x7C00);
                used[(int)(cell >> 6)] |= 1UL << (int)(cell & 63);
            }
        }

        int cells = 0;
        foreach (ulong word in used)
        {
            cells += BitOperations.PopCount(word);
        }

        return cells <= NarrowCells;
    }
}
