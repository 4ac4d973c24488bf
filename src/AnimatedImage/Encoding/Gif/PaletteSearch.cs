using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using AnimatedImage.Frames;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// Finds the nearest colour of a table. Space is cut into cells; the first question in a cell lists the colours that can be nearest
/// anywhere in it, later ones look at that short list only. A small direct-mapped cache answers repeated questions.
/// </summary>
/// <param name="buffers">Lends its arrays; null = it has its own.</param>
internal sealed class PaletteSearch(BufferLease? buffers = null)
{
    private const int Step = 8;

    // Candidates that are measured at once; lists are filled up by repeating the last.
    private const int ListStep = 4;
    private const int LumaBits = 5, ChromaBits = 5;
    private const int LumaCells = 32, ChromaCells = 19;
    private const int CacheBits = 12;

    // A cache entry is a pixel with its colour's index in the highest lane, the luma turned over by a value that no luma has: an empty
    // entry, which is zero, equals none.
    private const ulong Turned = 0x7FFF;
    private const ulong PixelMask = 0xFFFF_FFFF_FFFF;

    private const ulong RoundedMask = 0xFFFC_FFFC_FFFC, RoundedMiddle = 0x0002_0002_0002;

    private readonly ulong[] _cache = buffers.Take<ulong>(1 << CacheBits);

    // Start of each cell's list in _candidates, 0 = not listed yet. A list is its length followed by pixels with index.
    private readonly int[] _cells = buffers.Take<int>(LumaCells * ChromaCells * ChromaCells);
    private ulong[] _candidates = buffers.TakeAtLeast<ulong>(8192);
    private int _used;

    // The table, axis by axis: whole numbers below 2^11, whose squares and sums single precision holds exactly. Beyond the table lie
    // colours too far away to be nearest.
    private readonly float[] _luma = new float[256], _blue = new float[256], _red = new float[256];
    private readonly ulong[] _colors = new ulong[Palette.MostColors];
    private int _count;
    private Palette? _palette;
    private ulong _mask = PixelMask, _middle;

    /// <summary>Takes a table to search in; what was learned stays when it is the one already taken.</summary>
    public void Use(Palette palette)
    {
        if (ReferenceEquals(palette, _palette))
        {
            return;
        }

        Use(palette.Pixels);
        _palette = palette;
    }

    /// <summary>Takes the colours of a table that is not made yet.</summary>
    /// <param name="colors">At most 256 colours as <see cref="Ycc"/>.</param>
    public void Use(ReadOnlySpan<ulong> colors)
    {
        _palette = null;
        _count = colors.Length;
        colors.CopyTo(_colors);
        Array.Clear(_cache);
        Array.Clear(_cells);
        _used = 1;
        for (int i = 0; i < _count; i++)
        {
            ulong pixel = colors[i];
            (_luma[i], _blue[i], _red[i]) = (Ycc.Luma(pixel), Ycc.Blue(pixel), Ycc.Red(pixel));
        }

        for (int i = _count; i % Step != 0; i++)
        {
            _luma[i] = 4 * Ycc.MaxLuma;
        }
    }

    /// <summary>
    /// True to tell pixels apart exactly; false to answer for all pixels within one level of luma and two of chroma with the colour
    /// nearest to their middle, which is several times faster.
    /// </summary>
    public bool IsExact
    {
        set
        {
            ulong mask = value ? PixelMask : RoundedMask;
            if (mask != _mask)
            {
                (_mask, _middle) = (mask, value ? 0 : RoundedMiddle);
                Array.Clear(_cache);
            }
        }
    }

    /// <summary>Index of the nearest colour; of equally near ones the first. Out of range means nearest after clamping.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Nearest(ulong pixel)
    {
        pixel = (pixel & _mask) ^ Turned;
        ref ulong entry = ref _cache[(int)((pixel * 0x9E37_79B9_7F4A_7C15) >> (64 - CacheBits))];
        if (((entry ^ pixel) & PixelMask) != 0)
        {
            entry = pixel | ((ulong)(uint)Search((pixel ^ Turned) | _middle) << 48);
        }

        return (int)(entry >> 48);
    }

    private int Search(ulong pixel)
    {
        int luma = Math.Clamp(Ycc.Luma(pixel), 0, Ycc.MaxLuma), blue = Math.Clamp(Ycc.Blue(pixel), Ycc.MinChroma, Ycc.MaxChroma), red = Math.Clamp(Ycc.Red(pixel), Ycc.MinChroma, Ycc.MaxChroma);
        pixel = Ycc.Pack(luma, blue, red);
        int lumaCell = luma >> LumaBits, blueCell = (blue - Ycc.MinChroma) >> ChromaBits, redCell = (red - Ycc.MinChroma) >> ChromaBits;
        ref int list = ref _cells[(((lumaCell * ChromaCells) + blueCell) * ChromaCells) + redCell];
        if (list == 0)
        {
            list = ListCandidates(lumaCell << LumaBits, (blueCell << ChromaBits) + Ycc.MinChroma, (redCell << ChromaBits) + Ycc.MinChroma);
        }

        return NearestOf(_candidates.AsSpan(list + 1, (int)_candidates[list]), pixel);
    }

    /// <summary>Index of the nearest candidate; of equally near ones the lowest. Their number is a multiple of <see cref="ListStep"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int NearestOf(ReadOnlySpan<ulong> candidates, ulong pixel)
    {
        if (Avx2.IsSupported)
        {
            // A squared distance takes 21 bits; with the index below it, the least of these words is the answer.
            Vector256<short> target = Vector256.Create(pixel).AsInt16();
            Vector256<uint> least = Vector256<uint>.AllBitsSet;
            ref ulong first = ref MemoryMarshal.GetReference(candidates);
            for (int i = 0; i < candidates.Length; i += ListStep)
            {
                Vector256<ulong> candidate = Vector256.LoadUnsafe(ref first, (nuint)i);
                Vector256<short> difference = (candidate & Vector256.Create(PixelMask)).AsInt16() - target;
                Vector256<ulong> squares = Avx2.MultiplyAddAdjacent(difference, difference).AsUInt64();
                Vector256<uint> distance = squares.AsUInt32() + (squares >> 32).AsUInt32();
                least = Vector256.Min(least, (distance << 8) | (candidate >> 48).AsUInt32());
            }

            Vector128<uint> pair = Vector128.Min(least.GetLower(), least.GetUpper());
            return (int)(Vector128.Min(pair, Sse2.Shuffle(pair, 0b11_10_11_10)).ToScalar() & 0xFF);
        }

        int best = int.MaxValue;
        ulong nearest = 0;
        foreach (ulong candidate in candidates)
        {
            int distance = Ycc.Distance(candidate & PixelMask, pixel);
            if (distance < best)
            {
                best = distance;
                nearest = candidate;
            }
        }

        return (int)(nearest >> 48);
    }

    /// <summary>A colour can be nearest in a cell unless another is nearer even at its own farthest corner.</summary>
    private int ListCandidates(int luma, int blue, int red)
    {
        Vector256<float> lumaHalf = Vector256.Create(((1 << LumaBits) - 1) / 2f), half = Vector256.Create(((1 << ChromaBits) - 1) / 2f);
        Vector256<float> lumaCenter = Vector256.Create((float)luma) + lumaHalf, blueCenter = Vector256.Create((float)blue) + half, redCenter = Vector256.Create((float)red) + half;
        int count = (_count + Step - 1) / Step * Step;
        ref float lumas = ref _luma[0], blues = ref _blue[0], reds = ref _red[0];
        Vector256<float> limit = Vector256.Create(float.MaxValue);
        for (int i = 0; i < count; i += Step)
        {
            Vector256<float> l = Vector256.Abs(Vector256.LoadUnsafe(ref lumas, (nuint)i) - lumaCenter) + lumaHalf, b = Vector256.Abs(Vector256.LoadUnsafe(ref blues, (nuint)i) - blueCenter) + half, r = Vector256.Abs(Vector256.LoadUnsafe(ref reds, (nuint)i) - redCenter) + half;
            limit = Vector256.Min(limit, (l * l) + (b * b) + (r * r));
        }

        float farthest = limit[0];
        for (int i = 1; i < Step; i++)
        {
            farthest = Math.Min(farthest, limit[i]);
        }

        if (_used + 257 + ListStep > _candidates.Length)
        {
            buffers.Lengthen(ref _candidates, _candidates.Length * 2);
        }

        int list = _used++;
        limit = Vector256.Create(farthest);
        for (int i = 0; i < count; i += Step)
        {
            Vector256<float> l = Outside(Vector256.LoadUnsafe(ref lumas, (nuint)i), lumaCenter, lumaHalf), b = Outside(Vector256.LoadUnsafe(ref blues, (nuint)i), blueCenter, half), r = Outside(Vector256.LoadUnsafe(ref reds, (nuint)i), redCenter, half);
            uint possible = Vector256.LessThanOrEqual((l * l) + (b * b) + (r * r), limit).ExtractMostSignificantBits();
            for (; possible != 0; possible &= possible - 1)
            {
                int index = i + BitOperations.TrailingZeroCount(possible);
                _candidates[_used++] = _colors[index] | ((ulong)index << 48);
            }
        }

        while ((_used - list - 1) % ListStep != 0)
        {
            _candidates[_used] = _candidates[_used - 1];
            _used++;
        }

        _candidates[list] = (ulong)(_used - list - 1);
        return list;
    }

    private static Vector256<float> Outside(Vector256<float> value, Vector256<float> center, Vector256<float> half) =>
        Vector256.Max(Vector256.Abs(value - center) - half, Vector256<float>.Zero);
}
