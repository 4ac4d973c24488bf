namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// Graphics are compressed again in other ways and the shortest is taken: with pixels drawn that were left out because they are shown
/// already (leaving them out makes long runs where much stands still, drawing them keeps patterns whole where text scrolls over a plain
/// ground), and with a dictionary emptied earlier. The picture stays what <see cref="RowEncoder"/> made of it.
/// </summary>
/// <param name="width">Canvas width.</param>
/// <param name="height">Canvas height.</param>
internal sealed class Recompressor(int width, int height)
{
    /// <summary>Set beside the index of a pixel that may as well be left out.</summary>
    private const ushort MayStay = 0x100;

    /// <summary>
    /// When to give up: of the ways that won in the end, those that draw or leave out other pixels had been longer by up to an eleventh,
    /// those that empty the dictionary earlier by up to a sixtieth.
    /// </summary>
    private const int OtherPatience = 8, LocalPatience = 32;

    /// <summary>Bits that say nothing yet.</summary>
    private const int Allowance = 2048;

    private readonly ushort[] _pixels = new ushort[width * height];
    private readonly LzwWriter[] _writers = [new(), new()];
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
        Span<ushort> row = _pixels.AsSpan(_count, indexes.Length);
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
                    index = nearest | MayStay;
                    _mayStay = true;
                }
            }

            row[x] = (ushort)index;
        }

        _count += row.Length;
        _rowWidth = row.Length;
    }

    /// <summary>Takes a row in which what is shown already was drawn again.</summary>
    /// <param name="indexes">Its indexes.</param>
    /// <param name="before">What the canvas showed.</param>
    /// <param name="shown">What it shows now.</param>
    public void AddCoveredRow(ReadOnlySpan<byte> indexes, ReadOnlySpan<ulong> before, ReadOnlySpan<ulong> shown)
    {
        Span<ushort> row = _pixels.AsSpan(_count, indexes.Length);
        for (int x = 0; x < row.Length; x++)
        {
            row[x] = (ushort)(indexes[x] | (before[x] == shown[x] ? MayStay : 0));
        }

        _count += row.Length;
        _rowWidth = row.Length;
        _mayStay = true;
    }

    /// <summary>The shortest code for the image.</summary>
    /// <param name="palette">Its table.</param>
    /// <param name="first">The code there is, made with <see cref="ClearRule.Patient"/>.</param>
    /// <param name="covered">True when it draws what is shown already.</param>
    public CodeWriter Shortest(Palette palette, LzwWriter first, bool covered)
    {
        bool other = _mayStay && Parse(_writers[0], palette, ClearRule.Patient, draws: !covered, first, OtherPatience);
        (LzwWriter best, LzwWriter free) = other ? (_writers[0], _writers[1]) : (first, _writers[0]);
        return best.WasFull && Parse(free, palette, ClearRule.Local, covered != other, best, LocalPatience) ? free.Output : best.Output;
    }

    /// <summary>Compresses the image. False where that does not become shorter, or is not likely to.</summary>
    /// <param name="writer">Takes the code.</param>
    /// <param name="palette">The image's table.</param>
    /// <param name="rule">When a full dictionary is emptied.</param>
    /// <param name="draws">True to draw what may as well be left out.</param>
    /// <param name="best">The shortest code so far.</param>
    /// <param name="patience">It is given up once it is longer than that was at the same row by more than one in so many bits.</param>
    private bool Parse(LzwWriter writer, Palette palette, ClearRule rule, bool draws, LzwWriter best, int patience)
    {
        writer.Begin(Math.Max(2, palette.Bits), rule);
        LzwDictionary dictionary = writer.Dictionary;
        int transparent = palette.Transparent, code = dictionary.ClearCode;
        int drawn = draws ? MayStay | byte.MaxValue : byte.MaxValue;
        for (int row = 0, start = 0; start < _count; row++, start += _rowWidth)
        {
            foreach (ushort pixel in _pixels.AsSpan(start, _rowWidth))
            {
                int index = (byte)pixel;
                bool stays = index == transparent || pixel > drawn;
                int child = stays ? dictionary.FindKeeping(code) : LzwDictionary.None;
                child = child == LzwDictionary.None && index != transparent ? dictionary.FindIndex(code, index) : child;
                if (child == LzwDictionary.None)
                {
                    child = stays ? transparent : index;
                    writer.WriteIndex(code, child, child == transparent);
                }

                code = child;
            }

            writer.EndRow(_rowWidth);
            long bits = writer.Output.BitCount, bestBits = best.BitsAfter(row);
            if (bits >= best.Output.BitCount || bits > bestBits + (bestBits / patience) + Allowance)
            {
                return false;
            }
        }

        writer.Finish(code);
        return writer.Output.BitCount < best.Output.BitCount;
    }
}
