using AnimatedImage.Frames;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// Images are compressed again in other ways and the shortest is taken: with pixels drawn that were left out because they are shown
/// already (leaving them out makes long runs where much stands still, drawing them keeps patterns whole where text scrolls over a plain
/// ground), with a dictionary emptied by the other rule, and with strings that end early. The picture stays what <see cref="RowEncoder"/>
/// made of it.
/// </summary>
/// <param name="width">Canvas width.</param>
/// <param name="height">Canvas height.</param>
/// <param name="buffers">Lends its arrays; null = it has its own.</param>
internal sealed class Recompressor(int width, int height, BufferLease? buffers = null)
{
    /// <summary>
    /// When to give up: of the ways that won in the end, those that draw or leave out other pixels had been longer by up to an eleventh,
    /// those that empty the dictionary at other times by up to a sixtieth.
    /// </summary>
    private const int OtherPatience = 8, LocalPatience = 32;

    /// <summary>Pixels a code from which on ends of strings are weighed: shorter strings become shorter files by less than a hundredth.</summary>
    private const int LeastPixels = 5;

    private readonly ushort[] _pixels = buffers.TakeAtLeast<ushort>(width * height);
    private LzwWriter _free = new(buffers), _other = new(buffers);
    private FlexibleParser? _parser;
    private int _count, _rowWidth;
    private bool _mayStay;

    /// <summary>Begins an image.</summary>
    public void Begin() => (_count, _mayStay) = (0, false);

    /// <summary>Takes a row as it was encoded.</summary>
    /// <param name="indexes">Its indexes.</param>
    /// <param name="pixels">The colours that are wanted.</param>
    /// <param name="shown">What the canvas shows now.</param>
    /// <param name="palette">The table.</param>
    /// <param name="search">Searches it.</param>
    public void AddRow(ReadOnlySpan<byte> indexes, ReadOnlySpan<uint> pixels, ReadOnlySpan<ulong> shown, Palette palette, PaletteSearch search)
    {
        Span<ushort> row = NextRow(indexes.Length);
        uint last = uint.MaxValue;
        int nearest = 0;
        for (int x = 0; x < row.Length; x++)
        {
            int index = indexes[x];
            uint color = pixels[x] & PixelKind.ColorMask;
            if (index == palette.Transparent)
            {
                (nearest, last) = color == last ? (nearest, last) : (search.Nearest(Ycc.From(color)), color);
                if (palette.Colors[nearest] == color && palette.Pixels[nearest] == shown[x])
                {
                    index = nearest | IndexStrings.MayStay;
                    _mayStay = true;
                }
            }

            row[x] = (ushort)index;
        }
    }

    /// <summary>Takes a row of which every pixel is to be drawn or left out as it was.</summary>
    /// <param name="indexes">Its indexes.</param>
    public void AddRow(ReadOnlySpan<byte> indexes)
    {
        Span<ushort> row = NextRow(indexes.Length);
        for (int x = 0; x < row.Length; x++)
        {
            row[x] = indexes[x];
        }
    }

    /// <summary>Takes a row in which what is shown already was drawn again.</summary>
    /// <param name="indexes">Its indexes.</param>
    /// <param name="before">What the canvas showed.</param>
    /// <param name="shown">What it shows now.</param>
    public void AddCoveredRow(ReadOnlySpan<byte> indexes, ReadOnlySpan<ulong> before, ReadOnlySpan<ulong> shown)
    {
        Span<ushort> row = NextRow(indexes.Length);
        for (int x = 0; x < row.Length; x++)
        {
            row[x] = (ushort)(indexes[x] | (before[x] == shown[x] ? IndexStrings.MayStay : 0));
        }

        _mayStay = true;
    }

    /// <summary>The shortest code for the image.</summary>
    /// <param name="palette">Its table.</param>
    /// <param name="first">The code there is.</param>
    /// <param name="rule">How that was made.</param>
    /// <param name="covered">True when it draws what is shown already.</param>
    /// <param name="isThorough">True to try strings that end early too, where strings are long: that takes several times as long as any other way.</param>
    public CodeWriter Shortest(Palette palette, LzwWriter first, ClearRule rule, bool covered, bool isThorough)
    {
        LzwWriter best = first;
        bool draws = covered;
        if (_mayStay && Parse(palette, rule, !draws, best, OtherPatience))
        {
            (best, draws) = (TakeFree(), !draws);
        }

        ClearRule otherRule = rule == ClearRule.Patient ? ClearRule.Local : ClearRule.Patient;
        if (best.WasFull && Parse(palette, otherRule, draws, best, LocalPatience))
        {
            (best, rule) = (TakeFree(), otherRule);
        }

        if (isThorough && best.Output.BitCount * LeastPixels <= (long)_count * LzwDictionary.MaxCodeWidth)
        {
            _parser ??= new FlexibleParser(buffers);
            _free.Begin(Math.Max(2, palette.Bits), rule);
            best = _parser.Parse(_free, _pixels.AsSpan(0, _count), _rowWidth, palette.Transparent, draws, best, LocalPatience) ? _free : best;
        }

        return best.Output;
    }

    private Span<ushort> NextRow(int length)
    {
        Span<ushort> row = _pixels.AsSpan(_count, length);
        (_count, _rowWidth) = (_count + length, length);
        return row;
    }

    /// <summary>The writer of the code made last, which is kept until two more have been.</summary>
    private LzwWriter TakeFree()
    {
        (_free, _other) = (_other, _free);
        return _other;
    }

    /// <summary>Compresses the image with the free writer. False where that does not become shorter, or is not likely to.</summary>
    /// <param name="palette">The image's table.</param>
    /// <param name="rule">When a full dictionary is emptied.</param>
    /// <param name="draws">True to draw what may as well be left out.</param>
    /// <param name="best">The shortest code so far.</param>
    /// <param name="patience">See <see cref="LzwWriter.IsBehind"/>.</param>
    private bool Parse(Palette palette, ClearRule rule, bool draws, LzwWriter best, int patience)
    {
        LzwWriter writer = _free;
        writer.Begin(Math.Max(2, palette.Bits), rule);
        IndexStrings strings = new(writer.Dictionary, palette.Transparent, draws);
        int code = writer.Dictionary.ClearCode;
        for (int start = 0; start < _count; start += _rowWidth)
        {
            foreach (ushort pixel in _pixels.AsSpan(start, _rowWidth))
            {
                int child = strings.Continue(code, pixel);
                if (child == LzwDictionary.None)
                {
                    child = strings.First(pixel);
                    writer.WriteIndex(code, child, child == palette.Transparent);
                }

                code = child;
            }

            writer.EndRow(_rowWidth);
            if (writer.IsBehind(best, patience))
            {
                return false;
            }
        }

        writer.Finish(code);
        return writer.Output.BitCount < best.Output.BitCount;
    }
}
