using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AnimatedImage.Encoding.Gif;

/// <summary>Tells what is drawn from what is filmed.</summary>
internal static class Flatness
{
    /// <summary>Share of the pixels that are like the one left of them in what is drawn and not filmed.</summary>
    private const double Share = 0.6;

    private const int SampleRowStep = 4;

    /// <summary>True when most pixels, of every fourth row, are like the one left of them.</summary>
    public static bool IsFlat(PixelPlane source)
    {
        int width = source.Width;
        long alike = 0, looked = 0;
        for (int y = 0; y < source.Height; y += SampleRowStep)
        {
            ReadOnlySpan<uint> row = source.Row(y)[..width];
            ref uint first = ref MemoryMarshal.GetReference(row);
            int x = 1;
            for (; x <= row.Length - Vector256<uint>.Count; x += Vector256<uint>.Count)
            {
                Vector256<uint> equal = Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)x), Vector256.LoadUnsafe(ref first, (nuint)x - 1));
                alike += BitOperations.PopCount(equal.ExtractMostSignificantBits());
            }

            for (; x < row.Length; x++)
            {
                alike += row[x] == row[x - 1] ? 1 : 0;
            }

            looked += row.Length - 1;
        }

        return alike >= looked * Share;
    }
}
