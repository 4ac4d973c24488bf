using AnimatedImage.Encoding.Gif;

namespace AnimatedImage.Tests.Encoding.Gif;

public sealed class CoverTrialTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    /// <summary>One trial takes frame after frame: what it remembers of one must not change what it says of the next.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Drawing_again_is_chosen_where_the_plain_trial_finds_it_smaller(int seed)
    {
        Random random = new(seed);
        int width = random.Next(20, 60), height = random.Next(10, 110);
        CoverTrial trial = new(width);
        LossLimits limits = new(GifTuning.Of(random.Next(20, 95), 256, null), 0.25);
        List<bool> answers = [];
        for (int i = 0; i < 6; i++)
        {
            Palette palette = new([.. Enumerable.Range(0, random.Next(4, 40)).Select(_ => (uint)random.Next(1 << 24)).Distinct()]);
            using HeldFrame frame = Frame(random, width, height, palette, isPattern: i % 2 == 0);
            PixelRectangle part = frame.Bounds;
            uint[] pixels = [.. Enumerable.Range(part.Top, part.Height).SelectMany(y => frame.Pixels.Row(y).Slice(part.Left, part.Width).ToArray())];
            PaletteSearch search = new();
            bool isSmaller = trial.IsSmaller(frame, new ActivityMap(width, height), palette, search, limits);
            Assert.Equal(PlainCoverTrial.IsSmaller(pixels, part.Width, palette, limits), isSmaller);
            answers.Add(isSmaller);
        }

        Assert.Contains(true, answers);
        Assert.Contains(false, answers);
    }

    /// <summary>A pattern that repeats, with holes at random that are shown already; or plain changes in noise that stands still.</summary>
    private static HeldFrame Frame(Random random, int width, int height, Palette palette, bool isPattern)
    {
        int left = random.Next(4), top = random.Next(4), colors = palette.Count;
        HeldFrame frame = new(new PlanePool(width, height)) { Bounds = new PixelRectangle(left, top, width - left, height - top), IsExact = true };
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                uint color = isPattern ? palette.Colors[x * 5 % 7 % colors] : palette.Colors[random.Next(colors)];
                bool isDrawn = isPattern ? random.Next(2) == 0 : x % 16 < 3;
                uint foreign = random.Next(40) == 0 && !isDrawn ? 1u : 0;
                frame.Pixels.Row(y)[x] = (color ^ foreign) | (isDrawn ? PixelKind.Draw : PixelKind.Hold);
            }
        }

        return frame;
    }
}
