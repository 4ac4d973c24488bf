using AnimatedImage.Encoding.Gif;

namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>
/// LZW whose strings may end up to three indexes early, with strings of characters in a dictionary: whichever end of a string and of the
/// next one lets a third one reach farthest; the latest of equally good ones. How long a string begins where is looked up once until the
/// dictionary is emptied.
/// </summary>
internal sealed class PlainFlexibleParser(string text, int indexBits, int rowWidth, ClearRule rule)
{
    private readonly List<bool> _bits = [];
    private readonly PlainClearRule _clears = new(rule);
    private readonly Dictionary<int, int> _lengths = [];
    private readonly HashSet<string> _known = [];
    private Dictionary<string, int> _codes = [];
    private int _next, _width;

    private int Clear => 1 << indexBits;

    public byte[] Encode()
    {
        Reset();
        Write(Clear);
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = EndOf(start);
            Write(_codes[text[start..end]]);
            if (end < text.Length)
            {
                Add(text[start..(end + 1)]);
            }

            for (int row = (start / rowWidth) + 1; row <= end / rowWidth && end < text.Length; row++)
            {
                _clears.EndRow(rowWidth, _next == 4096);
            }
        }

        _width += _next == 1 << _width && _width < 12 ? 1 : 0;
        Write(Clear + 1);
        return [.. _bits.Chunk(8).Select(eight => (byte)eight.Select((bit, place) => bit ? 1 << place : 0).Sum())];
    }

    private int EndOf(int start)
    {
        int longest = start + Longest(start);
        if (longest == text.Length)
        {
            return longest;
        }

        return Ends(start, longest).SelectMany(end => Ends(end, end + Remembered(end)), (end, second) => (end, third: second + Remembered(second))).MaxBy(way => way.third).end;
    }

    private static IEnumerable<int> Ends(int start, int longest) => Enumerable.Range(0, Math.Min(4, longest - start)).Select(dropped => longest - dropped);

    private int Remembered(int start)
    {
        if (!_lengths.TryGetValue(start, out int length) && start < text.Length)
        {
            _lengths[start] = length = Longest(start);
        }

        return length;
    }

    private int Longest(int start)
    {
        int length = 1;
        while (start + length < text.Length && _known.Contains(text.Substring(start, length + 1)))
        {
            length++;
        }

        return length;
    }

    private void Add(string longer)
    {
        if (_next < 4096)
        {
            if (_known.Add(longer))
            {
                _codes[longer] = _next;
            }

            _width += _next == 1 << _width ? 1 : 0;
            _next++;
        }
        else if (_clears.Clears)
        {
            Write(Clear);
            Reset();
            _clears.Cleared();
        }
    }

    private void Write(int code)
    {
        _bits.AddRange(Enumerable.Range(0, _width).Select(bit => ((code >> bit) & 1) != 0));
        _clears.Write(_width);
    }

    private void Reset()
    {
        _codes = Enumerable.Range(0, Clear).ToDictionary(index => ((char)index).ToString());
        _known.Clear();
        _known.UnionWith(_codes.Keys);
        _lengths.Clear();
        (_next, _width) = (Clear + 2, indexBits + 1);
    }
}
