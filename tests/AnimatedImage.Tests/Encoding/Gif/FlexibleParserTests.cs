using AnimatedImage.Encoding.Gif;

namespace AnimatedImage.Tests.Encoding.Gif;

public sealed class FlexibleParserTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_codes_are_those_of_the_plain_parser(int seed)
    {
        Random random = new(seed);
        ClearRule rule = seed % 2 == 0 ? ClearRule.Local : ClearRule.Patient;
        int indexBits = random.Next(2, 9), width = random.Next(1, 300), height = random.Next(1, 200);
        ushort[] pixels = Pixels(random, indexBits, width * height);
        LzwWriter writer = new(), longer = Greedy(Noise(random, 8, ((2 * width) + 100) * height), 8, (2 * width) + 100, rule);
        writer.Begin(indexBits, rule);
        Assert.True(new FlexibleParser().Parse(writer, pixels, width, transparent: 0, draws: true, longer, patience: 1));
        string text = string.Concat(pixels.Select(pixel => (char)pixel));
        Assert.Equal(new PlainFlexibleParser(text, indexBits, width, rule).Encode(), writer.Output.Bytes.ToArray());
        Assert.Equal(pixels.Select(pixel => (byte)pixel), PlainLzw.Decode(writer.Output.Bytes.ToArray(), indexBits));
    }

    [Fact]
    public void Strings_that_end_early_make_patterns_shorter()
    {
        const int IndexBits = 4, Width = 200;
        ushort[] pixels = [.. Enumerable.Range(0, Width * 150).Select(i => (ushort)(((i % Width * (i % Width)) + (i / Width * (i / Width))) / 97 % 15))];
        LzwWriter writer = new(), greedy = Greedy(pixels, IndexBits, Width, ClearRule.Patient);
        writer.Begin(IndexBits, ClearRule.Patient);
        Assert.True(new FlexibleParser().Parse(writer, pixels, Width, transparent: 15, draws: true, greedy, patience: 1));
        Assert.Equal(pixels.Select(pixel => (byte)pixel), PlainLzw.Decode(writer.Output.Bytes.ToArray(), IndexBits));
    }

    [Fact]
    public void What_may_be_left_out_is_drawn_where_no_known_string_leaves_it_out()
    {
        const int Width = 64;
        Random random = new(5);
        ushort[] pixels = [.. Enumerable.Range(0, Width * 64).Select(i => (ushort)((i / 7 % 5) + 1 + (random.Next(4) > 0 ? IndexStrings.MayStay : 0)))];
        LzwWriter writer = new(), longer = Greedy(Noise(random, 3, Width * 64), 3, Width, ClearRule.Patient);
        writer.Begin(3, ClearRule.Patient);
        Assert.True(new FlexibleParser().Parse(writer, pixels, Width, transparent: 0, draws: false, longer, patience: 1));
        byte[] seen = PlainLzw.Decode(writer.Output.Bytes.ToArray(), 3);
        Assert.All(pixels.Zip(seen), pair => Assert.True(pair.Second == (byte)pair.First || (pair.Second == 0 && pair.First >= IndexStrings.MayStay)));
        Assert.Contains(pixels.Zip(seen), pair => pair.Second == 0);
    }

    // Noise, runs, or a few rows again and again with a little changed.
    private static ushort[] Pixels(Random random, int indexBits, int count)
    {
        int colors = 1 << indexBits, kind = random.Next(3), period = random.Next(2, 700);
        ushort[] pixels = new ushort[count];
        for (int i = 0; i < count; i++)
        {
            int again = i >= period && random.Next(40) > 0 ? pixels[i - period] : random.Next(colors);
            pixels[i] = (ushort)(kind == 0 ? random.Next(colors) : kind == 1 ? i / period % colors : again);
        }

        return pixels;
    }

    private static ushort[] Noise(Random random, int indexBits, int count) => [.. Enumerable.Range(0, count).Select(_ => (ushort)random.Next(1 << indexBits))];

    private static LzwWriter Greedy(ushort[] pixels, int indexBits, int width, ClearRule rule)
    {
        LzwWriter writer = new();
        writer.Begin(indexBits, rule);
        IndexStrings strings = new(writer.Dictionary, 0, draws: true);
        int code = writer.Dictionary.ClearCode;
        for (int i = 0; i < pixels.Length; i++)
        {
            int child = strings.Continue(code, pixels[i]);
            if (child == LzwDictionary.None)
            {
                child = strings.First(pixels[i]);
                writer.WriteIndex(code, child, child == 0);
            }

            code = child;
            if ((i + 1) % width == 0)
            {
                writer.EndRow(width);
            }
        }

        writer.Finish(code);
        return writer;
    }
}
