using AnimatedImage.Encoding.Gif;

namespace AnimatedImage.Encoding.Webp;

/// <summary>
/// A prefix code of the lossless WebP format (RFC 9649, section 6.2). Its words have two lengths at most, the shorter for what comes
/// more often: for a dozen of symbols that is within a few per cent of the best.
/// </summary>
internal sealed class PrefixCode
{
    private const int RepeatZero = 17;
    private const int RepeatZeroLonger = 18;
    private const int LeastLengths = 4;

    /// <summary>Bits of the longest word that the format allows.</summary>
    private const int MostLength = 15;

    private readonly int[] _lengths;
    private readonly int[] _words;

    private PrefixCode(int[] lengths)
    {
        _lengths = lengths;
        _words = new int[lengths.Length];
        int next = 0;
        for (int length = 1; length <= MostLength; length++, next <<= 1)
        {
            for (int symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] == length)
                {
                    _words[symbol] = Reverse(next++, length);
                }
            }
        }
    }

    /// <summary>Makes a code.</summary>
    /// <param name="counts">How often each symbol is used; two of them at least.</param>
    public static PrefixCode Of(int[] counts)
    {
        int[] used = new int[counts.Length - counts.AsSpan().Count(0)];
        for (int symbol = 0, at = 0; symbol < counts.Length; symbol++)
        {
            if (counts[symbol] > 0)
            {
                used[at++] = symbol;
            }
        }

        // Of those used equally often, the smaller first.
        Array.Sort(used, (one, other) => counts[one] != counts[other] ? counts[other] - counts[one] : one - other);
        int longer = int.Log2(used.Length) + 1;
        int shorterWords = (1 << longer) - used.Length;
        int[] lengths = new int[counts.Length];
        for (int rank = 0; rank < used.Length; rank++)
        {
            lengths[used[rank]] = rank < shorterWords ? longer - 1 : longer;
        }

        return new PrefixCode(lengths);
    }

    /// <summary>Writes a symbol.</summary>
    public void Write(CodeWriter bits, int symbol) => bits.Write(_words[symbol], _lengths[symbol]);

    /// <summary>Writes the code itself: the words' lengths, with a code of their own (section 6.2.2).</summary>
    public void WriteTo(CodeWriter bits)
    {
        ReadOnlySpan<byte> order = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
        List<(int Symbol, int Extra, int ExtraBits)> runs = Runs();
        int[] counts = new int[order.Length];
        foreach ((int symbol, _, _) in runs)
        {
            counts[symbol]++;
        }

        PrefixCode code = Of(counts);
        bits.Write(0, 1);
        int last = order.Length;
        while (last > LeastLengths && code._lengths[order[last - 1]] == 0)
        {
            last--;
        }

        bits.Write(last - LeastLengths, 4);
        foreach (byte symbol in order[..last])
        {
            bits.Write(code._lengths[symbol], 3);
        }

        // Every symbol's length follows.
        bits.Write(0, 1);
        foreach ((int symbol, int extra, int extraBits) in runs)
        {
            code.Write(bits, symbol);
            bits.Write(extra, extraBits);
        }
    }

    private List<(int Symbol, int Extra, int ExtraBits)> Runs()
    {
        List<(int, int, int)> runs = [];
        for (int at = 0; at < _lengths.Length;)
        {
            int zeros = _lengths.AsSpan(at).IndexOfAnyExcept(0);
            zeros = Math.Min(zeros < 0 ? _lengths.Length - at : zeros, 138);
            runs.Add(zeros switch
            {
                >= 11 => (RepeatZeroLonger, zeros - 11, 7),
                >= 3 => (RepeatZero, zeros - 3, 3),
                _ => (_lengths[at], 0, 0),
            });
            at += zeros >= 3 ? zeros : 1;
        }

        return runs;
    }

    private static int Reverse(int word, int length)
    {
        int reversed = 0;
        for (int bit = 0; bit < length; bit++)
        {
            reversed |= ((word >> bit) & 1) << (length - 1 - bit);
        }

        return reversed;
    }
}
