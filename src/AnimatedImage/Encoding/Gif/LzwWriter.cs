using AnimatedImage.Frames;

namespace AnimatedImage.Encoding.Gif;

/// <summary>Writes the strings that a parser finds as LZW codes, lets the dictionary grow as a decoder's will and empties it in time.</summary>
/// <param name="buffers">Lends its arrays; null = it has its own.</param>
internal sealed class LzwWriter(BufferLease? buffers = null)
{
    /// <summary>Bits that say nothing yet about which of two codes will be shorter.</summary>
    private const int Allowance = 2048;

    private readonly ClearJudge _judge = new();
    private long[] _rowBits = new long[512];
    private int _rows;
    private int _indexBits;
    private bool _clears;

    /// <summary>The strings known so far.</summary>
    public LzwDictionary Dictionary { get; } = new(buffers);

    /// <summary>The codes written.</summary>
    public CodeWriter Output { get; } = new(buffers);

    /// <summary>True once the dictionary has been full.</summary>
    public bool WasFull { get; private set; }

    /// <summary>Begins an image; the string so far is then the clear code.</summary>
    /// <param name="indexBits">Bits of an index, 2–8.</param>
    /// <param name="rule">When a full dictionary is emptied.</param>
    public void Begin(int indexBits, ClearRule rule)
    {
        (_indexBits, _clears, WasFull, _rows) = (indexBits, false, false, 0);
        Dictionary.Reset(indexBits);
        _judge.Begin(rule);
        Output.Reset();
        Output.Write(Dictionary.ClearCode, Dictionary.CodeWidth);
    }

    /// <summary>Writes a string that cannot be continued.</summary>
    /// <param name="code">The string; the clear code at the start of an image.</param>
    /// <param name="index">The index that follows it.</param>
    /// <param name="color">The colour of that, or null when it leaves the canvas as it is.</param>
    public void Write(int code, int index, ulong? color)
    {
        if (code == Dictionary.ClearCode)
        {
            return;
        }

        Output.Write(code, Dictionary.CodeWidth);
        if (!Dictionary.Add(code, index, color) && _clears)
        {
            Clear();
        }
    }

    /// <summary>The same for a parser that asks for indexes alone (<see cref="LzwDictionary.FindIndex"/>).</summary>
    /// <param name="code">The string; the clear code at the start of an image.</param>
    /// <param name="index">The index that follows it.</param>
    /// <param name="keeps">True when that leaves the canvas as it is.</param>
    /// <param name="isKnown">True when the two make a string that is there already: the parser ends this one early.</param>
    /// <returns>True when the dictionary was emptied.</returns>
    public bool WriteIndex(int code, int index, bool keeps, bool isKnown = false)
    {
        if (code == Dictionary.ClearCode)
        {
            return false;
        }

        Output.Write(code, Dictionary.CodeWidth);
        bool clears = !(isKnown ? Dictionary.AddAgain(index) : Dictionary.AddIndex(code, index, keeps)) && _clears;
        if (clears)
        {
            Clear();
        }

        return clears;
    }

    /// <summary>Counts a row that was parsed.</summary>
    /// <param name="pixels">Its pixels.</param>
    public void EndRow(int pixels)
    {
        if (_rows == _rowBits.Length)
        {
            long[] longer = new long[2 * _rows];
            _rowBits.CopyTo(longer, 0);
            _rowBits = longer;
        }

        _rowBits[_rows++] = Output.BitCount;
        bool isFull = Dictionary.NextCode == LzwDictionary.MaxCodes;
        WasFull |= isFull;
        _clears |= _judge.AddRow(pixels, Output.BitCount, isFull);
    }

    /// <summary>True when this code, after the row that ended last, is longer than another as a whole, or so much longer than that at the same row that it is given up.</summary>
    /// <param name="best">The other code, of the same rows.</param>
    /// <param name="patience">It may be longer by one in so many bits.</param>
    public bool IsBehind(LzwWriter best, int patience)
    {
        long bits = Output.BitCount, bestBits = best._rowBits[_rows - 1];
        return bits >= best.Output.BitCount || bits > bestBits + (bestBits / patience) + Allowance;
    }

    /// <summary>Ends the image with its last string.</summary>
    public void Finish(int code)
    {
        Output.Write(code, Dictionary.CodeWidth);

        // The decoder adds a string on reading that code and may widen the one that ends the image.
        int widthAtEnd = Dictionary.NextCode == 1 << Dictionary.CodeWidth && Dictionary.CodeWidth < 12 ? Dictionary.CodeWidth + 1 : Dictionary.CodeWidth;
        Output.Write(Dictionary.ClearCode + 1, widthAtEnd);
        Output.Finish();
    }

    private void Clear()
    {
        Output.Write(Dictionary.ClearCode, Dictionary.CodeWidth);
        Dictionary.Reset(_indexBits);
        _judge.Cleared(Output.BitCount);
        _clears = false;
    }
}
