using System.Runtime.CompilerServices;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// Finds the nearest colour of a table. Space is cut into cells; the first question in a cell lists the colours that can be nearest
/// anywhere in it, later ones look at that short list only. A small direct-mapped cache answers repeated questions.
/// </summary>
internal sealed class PaletteSearch
{
    private const int LumaCell = 5, ChromaCell = 5;
    private const int LumaCells = 32, ChromaCells = 16;
    private const int CacheSize = 4096;

    // A pixel with its colour's index in the highest lane. No pixel has this luma, so it marks an empty entry.
    private const ulong EmptyEntry = 0x7FFF;
    private const ulong PixelMask = 0xFFFF_FFFF_FFFF;

    private readonly ulong[] _cache = new ulong[CacheSize];

    // Start of each cell's list in _candidates, 0 = not listed yet. A list is its length followed by pixels with index.
    private readonly int[] _cells = new int[LumaCells * ChromaCells * ChromaCells];
    private ulong[] _candidates = new ulong[8192];
    private int _used;
    private ulong[] _pixels = [];

    /// <summary>Takes a table to search in.</summary>
    public void Use(Palette palette)
    {
        _pixels = palette.Pixels;
        Array.Fill(_cache, EmptyEntry);
        Array.Clear(_cells);
        _used = 1;
    }

    /// <summary>Index of the nearest colour; of equally near ones the first. Out of range means nearest after clamping.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Nearest(ulong pixel)
    {
        ref ulong entry = ref _cache[(int)((pixel * 0x9E37_79B9_7F4A_7C15) >> 52)];
        if (((entry ^ pixel) & PixelMask) != 0)
        {
            entry = pixel | ((ulong)(uint)Search(pixel) << 48);
        }

        return (int)(entry >> 48);
    }

    private int Search(ulong pixel)
    {
        int luma = Math.Clamp(Ycc.Luma(pixel), 0, Ycc.MaxLuma), blue = Math.Clamp(Ycc.Blue(pixel), Ycc.MinChroma, Ycc.MaxChroma), red = Math.Clamp(Ycc.Red(pixel), Ycc.MinChroma, Ycc.MaxChroma);
        pixel = Ycc.Pack(luma, blue, red);
        int cell = ((((luma >> LumaCell) * ChromaCells) + ((blue - Ycc.MinChroma) >> ChromaCell)) * ChromaCells) + ((red - Ycc.MinChroma) >> ChromaCell);
        int list = _cells[cell];
        if (list == 0)
        {
            list = _cells[cell] = ListCandidates(luma >> LumaCell, (blue - Ycc.MinChroma) >> ChromaCell, (red - Ycc.MinChroma) >> ChromaCell);
        }

        ReadOnlySpan<ulong> candidates = _candidates.AsSpan(list + 1, (int)_candidates[list]);
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

    /// <summary>A colour can be nearest in a cell unless another is nearer even at its own worst corner.</summary>
    private int ListCandidates(int lumaCell, int blueCell, int redCell)
    {
        int luma = lumaCell << LumaCell, blue = (blueCell << ChromaCell) + Ycc.MinChroma, red = (redCell << ChromaCell) + Ycc.MinChroma;
        int lumaEnd = luma + (1 << LumaCell) - 1, blueEnd = blue + (1 << ChromaCell) - 1, redEnd = red + (1 << ChromaCell) - 1;
        int limit = int.MaxValue;
        foreach (ulong color in _pixels)
        {
            int l = Math.Max(Ycc.Luma(color) - luma, lumaEnd - Ycc.Luma(color)), b = Math.Max(Ycc.Blue(color) - blue, blueEnd - Ycc.Blue(color)), r = Math.Max(Ycc.Red(color) - red, redEnd - Ycc.Red(color));
            limit = Math.Min(limit, (l * l) + (b * b) + (r * r));
        }

        if (_used + 257 > _candidates.Length)
        {
            Array.Resize(ref _candidates, _candidates.Length * 2);
        }

        int list = _used++;
        for (int i = 0; i < _pixels.Length; i++)
        {
            ulong color = _pixels[i];
            int l = Outside(Ycc.Luma(color), luma, lumaEnd), b = Outside(Ycc.Blue(color), blue, blueEnd), r = Outside(Ycc.Red(color), red, redEnd);
            if ((l * l) + (b * b) + (r * r) <= limit)
            {
                _candidates[_used++] = color | ((ulong)i << 48);
            }
        }

        _candidates[list] = (ulong)(_used - list - 1);
        return list;
    }

    private static int Outside(int value, int low, int high) => value < low ? low - value : value > high ? value - high : 0;
}
