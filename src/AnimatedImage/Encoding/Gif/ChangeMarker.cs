using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// Tells noise from change. A pixel stays as it is held while its own difference is small and the <em>signed</em> differences of its
/// 3×3 neighbourhood cancel out: noise has no common direction, a moving edge or a fade has.
/// </summary>
/// <param name="width">Width of the frames in pixels.</param>
/// <param name="tuning">How much may differ.</param>
internal sealed class ChangeMarker(int width, GifTuning tuning)
{
    private const int Step = PixelPlane.Step;
    private const int Channels = 3;

    /// <summary>Levels within which a difference may be noise, whatever the quality.</summary>
    private const byte NoiseLimit = 8;

    private readonly byte _pixelLimit = (byte)Math.Round(tuning.HoldPixel);
    private readonly byte _strongLimit = (byte)Math.Min(255, Math.Round(tuning.HoldPixel * 3) + 8);

    // Luma counts quarter levels (R + 2G + B) and so do the chroma differences: nine pixels make 36 units a level.
    private readonly int _sumLimit = (int)Math.Round(tuning.HoldBias * 36);

    // Per channel: the differences of one row with a margin on both sides, and their horizontal sums for three rows (row modulo 3).
    private readonly int[][] _differences = RowsOf(Channels, PixelPlane.StrideOf(width) + (2 * Step));
    private readonly int[][] _sums = RowsOf(3 * Channels, PixelPlane.StrideOf(width));

    /// <summary>
    /// Fills <paramref name="target"/> with the held colours and each pixel's kind: Hold (equal), Weak (noise) or Draw, with Strong
    /// where the difference is large; Void where nothing is to be shown.
    /// </summary>
    /// <param name="source">The frame.</param>
    /// <param name="held">What is shown before it.</param>
    /// <param name="cleared">Part of the canvas that was cleared since <paramref name="held"/> was shown.</param>
    /// <param name="looksForPlain">True to look for plain places.</param>
    /// <param name="target">The frame to fill.</param>
    /// <returns>What there is to tell noise by.</returns>
    public ChangeTally Mark(PixelPlane source, PixelPlane held, PixelRectangle cleared, bool looksForPlain, PixelPlane target)
    {
        int height = source.Height, padding = source.Stride - source.Width;
        ChangeTally tally = default;
        for (int channel = 0; channel < Channels; channel++)
        {
            Array.Clear(_sums[(2 * Channels) + channel]);
        }

        AddRow(0, source.Row(0), held.Row(0));
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<uint> below = y + 1 < height ? source.Row(y + 1) : default;
            AddRow(y + 1, below, below.IsEmpty ? default : held.Row(y + 1));
            ChangeTally row = DecideRow(source.Row(y), held.Row(y), looksForPlain, target.Row(y));
            tally = new ChangeTally(tally.Equal + row.Equal - padding, tally.Plain + row.Plain, tally.Near + row.Near);
            if (y >= cleared.Top && y < cleared.Bottom)
            {
                DrawCleared(source.Row(y), target.Row(y), cleared);
            }
        }

        return tally;
    }

    private static int[][] RowsOf(int count, int length)
    {
        int[][] rows = new int[count][];
        for (int i = 0; i < count; i++)
        {
            rows[i] = new int[length];
        }

        return rows;
    }

    private void AddRow(int y, ReadOnlySpan<uint> now, ReadOnlySpan<uint> before)
    {
        ref int luma = ref _differences[0][Step], blue = ref _differences[1][Step], green = ref _differences[2][Step];
        ref uint nowFirst = ref MemoryMarshal.GetReference(now), beforeFirst = ref MemoryMarshal.GetReference(before);
        Vector256<int> byteMask = Vector256.Create(0xFF);
        for (nuint x = 0; x < (nuint)now.Length; x += Step)
        {
            Vector256<int> a = Vector256.LoadUnsafe(ref nowFirst, x).AsInt32(), b = Vector256.LoadUnsafe(ref beforeFirst, x).AsInt32();
            Vector256<int> dr = (a & byteMask) - (b & byteMask);
            Vector256<int> dg = ((a >>> 8) & byteMask) - ((b >>> 8) & byteMask);
            Vector256<int> db = ((a >>> 16) & byteMask) - ((b >>> 16) & byteMask);
            Vector256<int> sum = dr + db, twice = dg + dg;
            (sum + twice).StoreUnsafe(ref luma, x);
            ((dr - db) << 1).StoreUnsafe(ref blue, x);
            (twice - sum).StoreUnsafe(ref green, x);
        }

        for (int channel = 0; channel < Channels; channel++)
        {
            int[] sums = _sums[(y % 3 * Channels) + channel];
            if (now.IsEmpty)
            {
                Array.Clear(sums);
                continue;
            }

            ref int left = ref _differences[channel][Step - 1], first = ref sums[0];
            for (nuint x = 0; x < (nuint)sums.Length; x += Step)
            {
                (Vector256.LoadUnsafe(ref left, x) + Vector256.LoadUnsafe(ref left, x + 1) + Vector256.LoadUnsafe(ref left, x + 2)).StoreUnsafe(ref first, x);
            }
        }
    }

    private ChangeTally DecideRow(ReadOnlySpan<uint> source, ReadOnlySpan<uint> held, bool looksForPlain, Span<uint> target)
    {
        Vector256<int> sumLimit = Vector256.Create(_sumLimit);
        Vector256<byte> pixelLimit = Vector256.Create(_pixelLimit), strongLimit = Vector256.Create(_strongLimit), noiseLimit = Vector256.Create(NoiseLimit);
        Vector256<uint> shown = Vector256.Create(PixelKind.ShownMask);
        Vector256<uint> nothing = Vector256.Create(PixelKind.Void), draw = Vector256.Create(PixelKind.Draw), drawn = Vector256.Create(PixelKind.Draw | PixelKind.Strong);
        ref uint sourceFirst = ref MemoryMarshal.GetReference(source), heldFirst = ref MemoryMarshal.GetReference(held), targetFirst = ref MemoryMarshal.GetReference(target);
        int same = 0, plain = 0, near = 0;
        for (nuint x = 0; x < (nuint)source.Length; x += Step)
        {
            Vector256<uint> now = Vector256.LoadUnsafe(ref sourceFirst, x), before = Vector256.LoadUnsafe(ref heldFirst, x) & shown;
            if (now == before)
            {
                before.StoreUnsafe(ref targetFirst, x);
                same += Step;
                continue;
            }

            Vector256<byte> own = Vector256.Max(now.AsByte(), before.AsByte()) - Vector256.Min(now.AsByte(), before.AsByte());
            Vector256<uint> equal = Vector256.Equals(now, before);
            Vector256<uint> still = IsWithin(own, pixelLimit);
            Vector256<uint> moderate = IsWithin(own, strongLimit);
            for (int channel = 0; channel < Channels; channel++)
            {
                Vector256<int> sum = Vector256.LoadUnsafe(ref _sums[channel][0], x) + Vector256.LoadUnsafe(ref _sums[channel + Channels][0], x) + Vector256.LoadUnsafe(ref _sums[channel + (2 * Channels)][0], x);
                still &= Vector256.LessThanOrEqual(Vector256.Abs(sum), sumLimit).AsUInt32();
            }

            Vector256<uint> noise = Vector256.AndNot(still, equal);
            Vector256<uint> kind = (noise & Vector256.Create(PixelKind.Weak)) | Vector256.AndNot(draw, still | equal) | Vector256.AndNot(Vector256.Create(PixelKind.Strong), moderate);
            Vector256<uint> appears = Vector256.AndNot(Vector256.Equals(before & nothing, nothing), Vector256.Equals(now & nothing, nothing));
            Vector256<uint> result = Vector256.ConditionalSelect(appears, drawn, before | kind);
            Vector256.ConditionalSelect(Vector256.Equals(now & nothing, nothing), nothing, result).StoreUnsafe(ref targetFirst, x);
            uint unequal = ~equal.ExtractMostSignificantBits() & 0xFF, plainOnes = looksForPlain ? PlainAt(ref sourceFirst, ref heldFirst, (int)x) & unequal : 0;
            same += Step - BitOperations.PopCount(unequal);
            plain += BitOperations.PopCount(plainOnes);
            near += BitOperations.PopCount(IsWithin(own, noiseLimit).ExtractMostSignificantBits() & unequal & ~plainOnes);
        }

        return new ChangeTally(same, plain, near);
    }

    /// <summary>Which of eight pixels are like the one left or right of them, now and before: one bit each.</summary>
    private uint PlainAt(ref uint now, ref uint before, int x)
    {
        // Bit i: pixel x + i is like the one left of it; one pixel more, for the last one's right neighbour.
        uint likeLeft = 0;
        if (x > 0)
        {
            Vector256<uint> differs = (Vector256.LoadUnsafe(ref now, (nuint)x) ^ Vector256.LoadUnsafe(ref now, (nuint)x - 1))
                | ((Vector256.LoadUnsafe(ref before, (nuint)x) ^ Vector256.LoadUnsafe(ref before, (nuint)x - 1)) & Vector256.Create(PixelKind.ShownMask));
            likeLeft = Vector256.Equals(differs, Vector256<uint>.Zero).ExtractMostSignificantBits();
        }

        for (int i = x > 0 ? Step : 1; i <= Step && x + i < width; i++)
        {
            uint differs = (Unsafe.Add(ref now, x + i) ^ Unsafe.Add(ref now, x + i - 1)) | ((Unsafe.Add(ref before, x + i) ^ Unsafe.Add(ref before, x + i - 1)) & PixelKind.ShownMask);
            likeLeft |= differs == 0 ? 1u << i : 0;
        }

        return likeLeft | (likeLeft >> 1);
    }

    private static Vector256<uint> IsWithin(Vector256<byte> difference, Vector256<byte> limit) =>
        Vector256.Equals(Vector256.Equals(Vector256.Max(difference, limit), limit).AsUInt32(), Vector256<uint>.AllBitsSet);

    private static void DrawCleared(ReadOnlySpan<uint> source, Span<uint> target, PixelRectangle cleared)
    {
        for (int x = cleared.Left; x < cleared.Right; x++)
        {
            target[x] = (source[x] & PixelKind.Void) != 0 ? PixelKind.Void : PixelKind.Draw | PixelKind.Strong;
        }
    }
}
