using AnimatedImage.Encoding.Gif;

namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>What is learned of a frame before it is drawn, against plain statements of it.</summary>
public sealed class AnalysisReferenceTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Activity_is_that_of_the_calmest_box(int seed)
    {
        PixelPlane plane = StageReferenceTests.Planes(seed, noise: 8 * seed).Source;
        Random random = new(seed);
        int left = random.Next(plane.Width), top = random.Next(plane.Height);
        PixelRectangle part = new(left, top, random.Next(plane.Width - left) + 1, random.Next(plane.Height - top) + 1);
        ActivityMap map = new(plane.Width, plane.Height);
        map.Measure(plane, part);
        for (int y = 0; y < part.Height; y++)
        {
            for (int x = 0; x < part.Width; x++)
            {
                int[] boxes = [Box(plane, part, x - 1, y - 1), Box(plane, part, x + 1, y - 1), Box(plane, part, x - 1, y + 1), Box(plane, part, x + 1, y + 1)];
                Assert.Equal(boxes.Min(), map.Row(y)[x]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_histogram_sums_what_falls_into_each_bin(int seed)
    {
        PixelPlane plane = StageReferenceTests.Planes(seed, noise: 10 * seed).Source;
        Random random = new(seed);
        List<(uint Pixel, int Activity)> drawn = [];
        ActivityMap activity = new(plane.Width, plane.Height);
        PixelRectangle part = new(0, 0, plane.Width, plane.Height);
        activity.Measure(plane, part);
        for (int y = 0; y < plane.Height; y++)
        {
            for (int x = 0; x < plane.Width; x++)
            {
                ref uint pixel = ref plane.Row(y)[x];
                if (random.Next(5) > 0)
                {
                    drawn.Add((pixel, activity.Row(y)[x]));
                    pixel |= PixelKind.Draw;
                }
            }
        }

        ColorHistogram histogram = new(fine: seed % 2 == 0);
        histogram.Read(plane, part, activity, exact: true, null);
        uint mask = (0xFFu << histogram.Shift & 0xFF) * 0x010101;
        Dictionary<uint, (long, long, long, long)> expected = drawn.GroupBy(entry => entry.Pixel & mask).ToDictionary(bin => bin.Key, bin => (
            bin.Sum(entry => Weight(entry.Activity)),
            bin.Sum(entry => Weight(entry.Activity) * (entry.Pixel & 0xFF)),
            bin.Sum(entry => Weight(entry.Activity) * (entry.Pixel >> 8 & 0xFF)),
            bin.Sum(entry => Weight(entry.Activity) * (entry.Pixel >> 16 & 0xFF))));
        Assert.Equal(drawn.Count, histogram.Drawn);
        Assert.Equal(expected, histogram.Bins.ToArray().ToDictionary(bin => bin.Key, bin => (bin.Weight, bin.Red, bin.Green, bin.Blue)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_palette_serves_as_well_as_the_plain_one(int seed)
    {
        Random random = new(seed);
        PixelPlane plane = new(120, 70);
        for (int y = 0; y < plane.Height; y++)
        {
            foreach (ref uint pixel in plane.Row(y)[..plane.Width])
            {
                int light = random.Next(200), blue = random.Next(1 + (seed * 4));
                pixel = (uint)(light + blue) | (uint)(light + random.Next(20)) << 8 | (uint)(light / 2 + blue) << 16 | PixelKind.Draw;
            }
        }

        ColorHistogram histogram = new();
        histogram.Read(plane, new PixelRectangle(0, 0, plane.Width, plane.Height), new ActivityMap(plane.Width, plane.Height), exact: true, null);
        int colors = random.Next(2, 256);
        PaletteBuilder builder = new(new PaletteSearch());
        builder.Read(histogram);
        double error = builder.ErrorOf(builder.Build(colors, passes: 2), new PaletteSearch());
        (double[] Place, double Weight)[] points = [.. histogram.Bins.ToArray().Select(bin => (Lanes(bin), Math.Pow(bin.Weight, 0.75)))];
        double[][] plain = PlainPalette.Build(points, colors, passes: 2);
        double plainError = points.Sum(point => point.Weight * plain.Min(color => PlainPalette.Distance(color, point.Place))) / points.Sum(point => point.Weight);

        // Whole 8-bit levels stand for the plain one's fractions, in all three channels: an error of at most half a level each.
        Assert.InRange(error, 0, (plainError * 1.02) + 16);
    }

    private static long Weight(int activity) => (long)Math.Round(64 / (1 + (activity / 6.0))) + 4;

    private static double[] Lanes(ColorHistogram.Bin bin)
    {
        double r = bin.Red / (double)bin.Weight, g = bin.Green / (double)bin.Weight, b = bin.Blue / (double)bin.Weight;
        (double luma, double blue, double red) = PlainColors.From(r, g, b);
        return [luma, blue, red];
    }

    /// <summary>Mean of four gradients, those left of and at x, above and at y; rounded down at each step. Rows end at the part's border.</summary>
    private static int Box(PixelPlane plane, PixelRectangle part, int x, int y)
    {
        int below = Math.Clamp(y, 0, part.Height - 1);
        int Gradient(int column, int row)
        {
            int atX = Math.Clamp(column, 0, part.Width - 1), atY = Math.Clamp(row, 0, part.Height - 1), here = Luma(plane, part, atX, atY);
            return (Math.Abs(here - Luma(plane, part, atX + 1, atY)) + Math.Abs(here - Luma(plane, part, atX, atY + 1))) / 2;
        }

        return (((Gradient(x - 1, below) + Gradient(x - 1, below - 1)) / 2) + ((Gradient(x, below) + Gradient(x, below - 1)) / 2)) / 2;
    }

    private static int Luma(PixelPlane plane, PixelRectangle part, int x, int y)
    {
        uint pixel = plane.Row(part.Top + Math.Min(y, part.Height - 1))[part.Left + Math.Min(x, part.Width - 1)];
        return (int)((pixel & 0xFF) + (2 * (pixel >> 8 & 0xFF)) + (pixel >> 16 & 0xFF)) / 4;
    }
}
