using AnimatedImage.Encoding.Gif;

namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>When a full dictionary is emptied, told from a list of what every row took.</summary>
internal sealed class PlainClearRule(ClearRule rule)
{
    private readonly List<(int Pixels, int Bits, bool IsFull)> _rows = [];
    private int _bits;

    /// <summary>True when the next string that does not fit empties the dictionary.</summary>
    public bool Clears { get; private set; }

    public void Write(int bits) => _bits += bits;

    public void Cleared()
    {
        // What is left of the row at hand counts for the row as a whole, without the bits before.
        _rows.Clear();
        (_bits, Clears) = (0, false);
    }

    public void EndRow(int pixels, bool isFull)
    {
        _rows.Add((pixels, _bits, isFull));
        _bits = 0;
        int first = _rows.FindIndex(row => row.IsFull);
        if (first < 0 || first == _rows.Count - 1)
        {
            return;
        }

        double filling = Rate(_rows.Take(first + 1)), rate = 0;
        List<(int Pixels, int Bits, bool IsFull)> window = [];
        foreach ((int Pixels, int Bits, bool IsFull) row in _rows.Skip(first + 1))
        {
            rate = 0;
            window.Add(row);
            if (window.Sum(seen => seen.Pixels) >= (rule == ClearRule.Patient ? 12288 : 1024))
            {
                rate = Rate(window);
                window.Clear();
            }
        }

        Clears |= rate > 0 && (rule == ClearRule.Patient ? rate > 1.3 * filling : rate > 0.95 * filling || rate < 0.85 * filling);
    }

    private static double Rate(IEnumerable<(int Pixels, int Bits, bool IsFull)> rows) => rows.Sum(row => row.Bits) / (double)rows.Sum(row => row.Pixels);
}
