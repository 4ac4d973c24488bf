using AnimatedImage.Frames;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// Compresses an image whose picture is settled with strings that may end before they must: of the last few places where a string and the
/// one after it can end, those are taken from which a third one reaches farthest (flexible parsing, R. N. Horspool, "The effect of
/// non-greedy parsing in Ziv-Lempel compression methods", 1995, one string farther ahead).
/// </summary>
/// <param name="buffers">Lends its arrays; null = it has its own.</param>
internal sealed class FlexibleParser(BufferLease? buffers = null)
{
    /// <summary>Pixels by which a string may end early.</summary>
    private const int MostDropped = 3;

    /// <summary>More pixels than three strings can have, as a power of two.</summary>
    private const int Window = 4 * LzwDictionary.MaxCodes;

    // By place, modulo the window: pixels of the longest string from there on; 0 where it was not looked for since the dictionary was
    // emptied. What was found when the dictionary held less is good enough to choose by, and makes each place be looked at once.
    private readonly ushort[] _lengths = buffers.Take<ushort>(Window);

    // The codes of the string at hand, by its length less one.
    private readonly ushort[] _codes = new ushort[LzwDictionary.MaxCodes];

    /// <summary>Compresses the image. False where that does not become shorter, or is not likely to.</summary>
    /// <param name="writer">Takes the code; begun.</param>
    /// <param name="pixels">Its indexes, row by row, some with <see cref="IndexStrings.MayStay"/>.</param>
    /// <param name="rowWidth">Pixels of a row.</param>
    /// <param name="transparent">The transparent index.</param>
    /// <param name="draws">True to draw what may as well be left out.</param>
    /// <param name="best">The shortest code so far.</param>
    /// <param name="patience">See <see cref="LzwWriter.IsBehind"/>.</param>
    public bool Parse(LzwWriter writer, ReadOnlySpan<ushort> pixels, int rowWidth, int transparent, bool draws, LzwWriter best, int patience)
    {
        IndexStrings strings = new(writer.Dictionary, transparent, draws);
        Array.Clear(_lengths);
        int rowEnd = rowWidth;
        for (int start = 0; ;)
        {
            int longest = start + Follow(strings, pixels[start..]), end = longest == pixels.Length ? longest : BestEnd(strings, pixels, start, longest);
            int code = _codes[end - start - 1];
            if (end == pixels.Length)
            {
                writer.Finish(code);
                return writer.Output.BitCount < best.Output.BitCount;
            }

            int next = strings.First(pixels[end]);
            if (writer.WriteIndex(code, next, next == transparent, isKnown: end < longest))
            {
                Array.Clear(_lengths);
            }

            for (; start < end; start++)
            {
                _lengths[start % Window] = 0;
            }

            for (; rowEnd <= end; rowEnd += rowWidth)
            {
                writer.EndRow(rowWidth);
                if (writer.IsBehind(best, patience))
                {
                    return false;
                }
            }
        }
    }

    private int BestEnd(IndexStrings strings, ReadOnlySpan<ushort> pixels, int start, int longest)
    {
        int best = longest, farthest = 0;
        for (int end = longest; end > start && end >= longest - MostDropped; end--)
        {
            int next = end + LongestAt(strings, pixels, end);
            for (int second = next; second > end && second >= next - MostDropped; second--)
            {
                int third = second + LongestAt(strings, pixels, second);
                if (third > farthest)
                {
                    (farthest, best) = (third, end);
                }
            }
        }

        return best;
    }

    /// <summary>Pixels of the longest string from a place on; none at the end of the image.</summary>
    private int LongestAt(IndexStrings strings, ReadOnlySpan<ushort> pixels, int start)
    {
        ref ushort known = ref _lengths[start % Window];
        if (known != 0 || start == pixels.Length)
        {
            return known;
        }

        int code = strings.First(pixels[start]), end = start + 1;
        while (end < pixels.Length && (code = strings.Continue(code, pixels[end])) != LzwDictionary.None)
        {
            end++;
        }

        return known = (ushort)(end - start);
    }

    /// <summary>Notes the codes of the longest string that the pixels begin with, and gives their number.</summary>
    private int Follow(IndexStrings strings, ReadOnlySpan<ushort> pixels)
    {
        int code = strings.First(pixels[0]), length = 0;
        do
        {
            _codes[length++] = (ushort)code;
        }
        while (length < pixels.Length && (code = strings.Continue(code, pixels[length])) != LzwDictionary.None);
        return length;
    }
}
