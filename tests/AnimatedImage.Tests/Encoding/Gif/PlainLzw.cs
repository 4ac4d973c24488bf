using AnimatedImage.Encoding.Gif;

namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>GIF's LZW as appendix F of the specification tells it: strings in a dictionary, bits one by one.</summary>
internal static class PlainLzw
{
    public static byte[] Encode(IReadOnlyList<byte> indexes, int indexBits, int rowWidth, ClearRule rule)
    {
        List<bool> bits = [];
        int clear = 1 << indexBits, width = 0;
        Dictionary<string, int> codes = [];
        void Reset()
        {
            codes = Enumerable.Range(0, clear).ToDictionary(index => ((char)index).ToString());
            width = indexBits + 1;
        }

        PlainClearRule clears = new(rule);
        void Write(int code)
        {
            bits.AddRange(Enumerable.Range(0, width).Select(bit => ((code >> bit) & 1) != 0));
            clears.Write(width);
        }

        Reset();
        Write(clear);
        string known = "";
        for (int i = 0; i < indexes.Count; i++)
        {
            if (i > 0 && i % rowWidth == 0)
            {
                clears.EndRow(rowWidth, codes.Count + 2 == 4096);
            }

            byte index = indexes[i];
            string longer = known + (char)index;
            if (codes.ContainsKey(longer))
            {
                known = longer;
                continue;
            }

            Write(codes[known]);
            int next = codes.Count + 2;
            if (next < 4096)
            {
                codes.Add(longer, next);
                width = next == 1 << width ? width + 1 : width;
            }
            else if (clears.Clears)
            {
                Write(clear);
                Reset();
                clears.Cleared();
            }

            known = ((char)index).ToString();
        }

        Write(codes[known]);
        width = codes.Count + 2 == 1 << width && width < 12 ? width + 1 : width;
        Write(clear + 1);
        return [.. bits.Chunk(8).Select(eight => (byte)eight.Select((bit, place) => bit ? 1 << place : 0).Sum())];
    }

    public static byte[] Decode(byte[] bytes, int indexBits)
    {
        int clear = 1 << indexBits, width = indexBits + 1, at = 0;
        List<byte[]> strings = [];
        byte[]? previous = null;
        List<byte> indexes = [];
        void Reset()
        {
            strings = [.. Enumerable.Range(0, clear + 2).Select(index => new[] { (byte)index })];
            width = indexBits + 1;
            previous = null;
        }

        Reset();
        while (true)
        {
            int code = 0;
            for (int bit = 0; bit < width; bit++, at++)
            {
                code |= ((bytes[at / 8] >> (at % 8)) & 1) << bit;
            }

            if (code == clear)
            {
                Reset();
                continue;
            }

            if (code == clear + 1)
            {
                Assert.Equal(bytes.Length, (at + 7) / 8);
                return [.. indexes];
            }

            Assert.True(code < strings.Count || (code == strings.Count && previous is not null), "A code is used before it is defined.");
            byte[] text = code < strings.Count ? strings[code] : [.. previous!, previous![0]];
            if (previous is not null && strings.Count < 4096)
            {
                strings.Add([.. previous, text[0]]);
                width = strings.Count == 1 << width && width < 12 ? width + 1 : width;
            }

            indexes.AddRange(text);
            previous = text;
        }
    }
}
