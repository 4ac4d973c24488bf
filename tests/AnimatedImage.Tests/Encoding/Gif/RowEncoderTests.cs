using AnimatedImage.Encoding.Gif;

namespace AnimatedImage.Tests.Encoding.Gif;

public sealed class RowEncoderTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Without_loss_the_codes_are_those_of_plain_lzw(int seed)
    {
        Random random = new(seed);
        ClearRule rule = seed % 2 == 0 ? ClearRule.Local : ClearRule.Patient;
        int colors = 1 << random.Next(1, 8), width = random.Next(1, 200), height = random.Next(1, 120);
        Palette palette = Greys(Math.Min(255, colors));
        byte[] indexes = [.. Enumerable.Range(0, width * height).Select(i => (byte)(seed % 3 == 0 ? i / 50 % palette.Count : random.Next(palette.Count)))];
        uint[] pixels = [.. indexes.Select(index => palette.Colors[index] | PixelKind.Draw)];
        Assert.Equal(PlainLzw.Encode(indexes, Math.Max(2, palette.Bits), width, rule), Encode(palette, LossLimits.None, pixels, width, new Canvas(width, height), rule));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Loss_dither_and_transparency_follow_the_plain_encoder(int seed) =>
        FollowThePlainEncoder(seed, new LossLimits(GifTuning.Of(1 + (seed * 5), 256, new Random(seed).NextDouble()), isClean: false));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Strings_planned_ahead_are_those_of_the_plain_encoder(int seed)
    {
        LossLimits limits = new(GifTuning.Of(seed * 5 > 95 ? 97 : seed * 5, 256, dither: 0), isClean: false) { TargetsShown = true };
        Assert.True(limits.PlansAhead);
        FollowThePlainEncoder(seed, limits);
    }

    private static void FollowThePlainEncoder(int seed, LossLimits limits)
    {
        (PixelPlane source, PixelPlane held) = StageReferenceTests.Planes(seed, noise: 12);
        Random random = new(seed);
        Palette palette = new([.. Enumerable.Range(0, random.Next(2, 60)).Select(_ => (uint)random.Next(1 << 24))], meanError: 0);
        uint[] first = Flatten(held, _ => PixelKind.Draw), second = Flatten(source, x => random.Next(3) == 0 ? PixelKind.Draw : PixelKind.Hold);
        Canvas canvas = new(source.Width, source.Height), plainCanvas = new(source.Width, source.Height);
        ClearRule rule = seed % 2 == 0 ? ClearRule.Local : ClearRule.Patient;
        PlainRowEncoder plain = new(palette, limits, rule);
        foreach (uint[] pixels in new[] { first, second })
        {
            byte[] expected = PlainLzw.Decode(Encode(palette, limits, pixels, source.Width, canvas, rule), Math.Max(2, palette.Bits));
            Assert.Equal(plain.Encode(pixels, source.Width, plainCanvas), expected);
            for (int y = 0; y < source.Height; y++)
            {
                Assert.Equal(plainCanvas.Row(y, 0, source.Width), canvas.Row(y, 0, source.Width));
            }
        }
    }

    private static byte[] Encode(Palette palette, LossLimits limits, uint[] pixels, int width, Canvas canvas, ClearRule rule)
    {
        RowEncoder encoder = new(width);
        encoder.Begin(palette, new PaletteSearch(), limits, rule);
        byte[] calm = new byte[width];
        for (int y = 0; y < pixels.Length / width; y++)
        {
            encoder.Encode(pixels.AsSpan(y * width, width), canvas.Row(y, 0, width), calm);
        }

        encoder.Finish();
        return encoder.Writer.Output.Bytes.ToArray();
    }

    private static Palette Greys(int count) => new([.. Enumerable.Range(0, count).Select(i => (uint)(i * 255 / count) * 0x010101)]);

    private static uint[] Flatten(PixelPlane plane, Func<int, uint> kind)
    {
        List<uint> pixels = [];
        for (int y = 0; y < plane.Height; y++)
        {
            foreach (uint pixel in plane.Row(y)[..plane.Width])
            {
                pixels.Add(pixel | kind(pixels.Count));
            }
        }

        return [.. pixels];
    }
}
