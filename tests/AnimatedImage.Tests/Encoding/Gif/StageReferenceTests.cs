using AnimatedImage.Encoding.Gif;

namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>Every stage does what its plain statement, pixel by pixel, says.</summary>
public sealed class StageReferenceTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Rows_are_converted_like_single_pixels(int seed)
    {
        Random random = new(seed);
        uint[] pixels = [.. Enumerable.Range(0, random.Next(1, 70)).Select(_ => (uint)random.NextInt64(1L << 32))];
        ulong[] converted = new ulong[pixels.Length];
        Ycc.From(pixels, converted);
        Assert.Equal(pixels.Select(Ycc.From), converted);
        for (int i = 1; i < pixels.Length; i++)
        {
            ulong a = converted[i - 1], b = converted[i];
            int luma = Ycc.Luma(a) - Ycc.Luma(b), blue = Ycc.Blue(a) - Ycc.Blue(b), red = Ycc.Red(a) - Ycc.Red(b);
            Assert.Equal((luma * luma) + (blue * blue) + (red * red), Ycc.Distance(a, b));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Change_is_told_from_noise_as_defined(int seed)
    {
        (PixelPlane source, PixelPlane held) = Planes(seed, noise: 6);
        bool looksForPlain = seed % 2 == 0;
        Widen(source, held, new Random(seed));
        GifTuning tuning = GifTuning.Of(40 + (seed * 5), 256, null);
        PixelPlane target = new(source.Width, source.Height);
        ChangeTally tally = new ChangeMarker(source.Width, tuning).Mark(source, held, default, looksForPlain, target);
        int expectedEqual = 0, expectedPlain = 0, expectedNear = 0;
        for (int y = 0; y < source.Height; y++)
        {
            for (int x = 0; x < source.Width; x++)
            {
                (int r, int g, int b) own = Difference(source, held, x, y);
                int largest = Math.Max(Math.Abs(own.r), Math.Max(Math.Abs(own.g), Math.Abs(own.b)));
                (int luma, int blue, int green) sum = default;
                for (int i = 0; i < 9; i++)
                {
                    (int r, int g, int b) d = Difference(source, held, x - 1 + (i % 3), y - 1 + (i / 3));
                    sum = (sum.luma + d.r + (2 * d.g) + d.b, sum.blue + (2 * (d.r - d.b)), sum.green + (2 * d.g) - d.r - d.b);
                }

                int limit = (int)Math.Round(tuning.HoldBias * 36);
                bool still = largest <= Math.Round(tuning.HoldPixel) && Math.Abs(sum.luma) <= limit && Math.Abs(sum.blue) <= limit && Math.Abs(sum.green) <= limit;
                uint kind = largest == 0 ? PixelKind.Hold : still ? PixelKind.Weak : PixelKind.Draw;
                kind |= largest > Math.Round(tuning.HoldPixel * 3) + 8 ? PixelKind.Strong : 0;
                Assert.Equal((held.Row(y)[x] & PixelKind.ColorMask) | kind, target.Row(y)[x]);
                expectedEqual += largest == 0 ? 1 : 0;
                bool IsLike(int other) => other >= 0 && other < source.Width && source.Row(y)[x] == source.Row(y)[other] && held.Row(y)[x] == held.Row(y)[other];
                bool isPlain = looksForPlain && largest > 0 && (IsLike(x - 1) || IsLike(x + 1));
                expectedPlain += isPlain ? 1 : 0;
                expectedNear += largest is > 0 and <= 8 && !isPlain ? 1 : 0;
            }
        }

        Assert.Equal(new ChangeTally(expectedEqual, expectedPlain, expectedNear), tally);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_changed_is_drawn_as_the_mean_of_close_followers(int seed)
    {
        (PixelPlane source, PixelPlane marks) = Planes(seed, noise: 5);
        Random random = new(seed);
        uint[] kinds = [PixelKind.Hold, PixelKind.Weak, PixelKind.Draw, PixelKind.Draw | PixelKind.Strong, PixelKind.Void];
        for (int y = 0; y < marks.Height; y++)
        {
            foreach (ref uint pixel in marks.Row(y)[..marks.Width])
            {
                pixel |= kinds[random.Next(10) < 6 ? 0 : random.Next(kinds.Length)];
            }
        }

        PixelPlane before = Copy(marks);
        PixelPlane[] followers = [Planes(seed, noise: 5, shift: 1).Source, Planes(seed, noise: 5, shift: 2).Source, Planes(seed, noise: 5, shift: 3).Source];
        GifTuning tuning = GifTuning.Of(60, 256, null);
        PixelRectangle bounds = new Redrawer(marks.Width, tuning).Redraw(marks, source, followers, exact: false), expectedBounds = default;
        for (int y = 0; y < marks.Height; y++)
        {
            for (int x = 0; x < marks.Width; x++)
            {
                uint mark = before.Row(y)[x];
                int neighbours = Enumerable.Range(0, 9).Count(i => Inside(before, x - 1 + (i % 3), y - 1 + (i / 3)) && (before.Row(y - 1 + (i / 3))[x - 1 + (i % 3)] & PixelKind.Draw) != 0);
                bool drawn = (mark & PixelKind.Draw) != 0 && (neighbours >= 3 || (mark & PixelKind.Strong) != 0);
                uint[] close = [.. followers.Select(follower => follower.Row(y)[x]).TakeWhile(next => Channels(next).Zip(Channels(source.Row(y)[x])).All(pair => Math.Abs(pair.First - pair.Second) <= Math.Round(tuning.Lookahead)))];
                uint expected = drawn ? Mean([source.Row(y)[x], .. close]) | PixelKind.Draw : mark & (PixelKind.ColorMask | PixelKind.Void);
                Assert.Equal(expected, marks.Row(y)[x]);
                expectedBounds = drawn ? expectedBounds.Include(y, x, x) : expectedBounds;
            }
        }

        Assert.Equal(expectedBounds, bounds);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_nearest_colour_is_found(int seed)
    {
        Random random = new(seed);
        uint[] colors = [.. Enumerable.Range(0, random.Next(1, 256)).Select(_ => (uint)random.Next(1 << 24))];
        Palette palette = new(colors);
        PaletteSearch search = new();
        search.Use(new Palette([0x123456]));
        search.Use(palette);
        for (int i = 0; i < 3000; i++)
        {
            ulong pixel = Ycc.From((uint)random.Next(1 << 24));
            int nearest = search.Nearest(pixel);
            Assert.Equal(palette.Pixels.Min(color => Ycc.Distance(color, pixel)), Ycc.Distance(palette.Pixels[nearest], pixel));
        }
    }

    [Fact]
    public void Activity_is_high_in_texture_and_low_around_a_lone_edge()
    {
        PixelPlane plane = new(64, 32);
        Random random = new(1);
        for (int y = 0; y < 32; y++)
        {
            for (int x = 0; x < 64; x++)
            {
                plane.Row(y)[x] = (x < 16 ? 40u : x < 32 ? 200u : (uint)random.Next(256)) * 0x010101;
            }
        }

        ActivityMap map = new(64, 32);
        map.Measure(plane, new PixelRectangle(0, 0, 64, 32));
        for (int y = 0; y < 32; y++)
        {
            Assert.All(Enumerable.Range(0, 30), x => Assert.InRange(map.Row(y)[x], 0, 1));
        }

        Assert.InRange(Enumerable.Range(40, 16).Average(x => map.Row(16)[x]), 25, 100);
        map.Measure(plane, new PixelRectangle(5, 3, 1, 1));
        Assert.Equal(0, map.Row(0)[0]);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_histogram_loses_no_pixel_however_coarse_it_becomes(int seed)
    {
        Random random = new(seed);
        PixelPlane plane = new(150, 110);
        uint spread = seed % 2 == 0 ? 0xFFFFFFu : 0x1F0F1Fu;
        for (int y = 0; y < 110; y++)
        {
            foreach (ref uint pixel in plane.Row(y)[..150])
            {
                pixel = ((uint)random.Next(1 << 24) & spread) | PixelKind.Draw;
            }
        }

        ActivityMap flat = new(150, 110);
        ColorHistogram histogram = new();
        histogram.Read(plane, new PixelRectangle(0, 0, 150, 110), flat, exact: true, null);
        Assert.InRange(histogram.Count, 1, ColorHistogram.MaxBinsOf(fine: false));
        Assert.Equal(150 * 110, histogram.Drawn);
        Assert.Equal(150 * 110 * 68, histogram.Bins.ToArray().Sum(bin => bin.Weight));
        Assert.Equal(Enumerable.Range(0, 110).Sum(y => Enumerable.Range(0, 150).Sum(x => (long)(plane.Row(y)[x] & 0xFF))) * 68, histogram.Bins.ToArray().Sum(bin => bin.Red));
    }

    [Fact]
    public void More_colours_and_passes_serve_a_picture_better()
    {
        PixelPlane plane = Planes(3, noise: 40).Source;
        for (int y = 0; y < plane.Height; y++)
        {
            foreach (ref uint pixel in plane.Row(y)[..plane.Width])
            {
                pixel |= PixelKind.Draw;
            }
        }

        ColorHistogram histogram = new();
        histogram.Read(plane, new PixelRectangle(0, 0, plane.Width, plane.Height), new ActivityMap(plane.Width, plane.Height), exact: true, null);
        PaletteBuilder builder = new(new PaletteSearch());
        builder.Read(histogram);
        double ErrorOf(int colors, int passes) => builder.ErrorOf(builder.Build(colors, passes), new PaletteSearch());
        double[] errors = [ErrorOf(2, 0), ErrorOf(16, 0), ErrorOf(64, 0), ErrorOf(64, 3), ErrorOf(255, 3)];
        Assert.Equal(errors.OrderDescending(), errors);
    }

    internal static (PixelPlane Source, PixelPlane Held) Planes(int seed, int noise, int shift = 0)
    {
        Random random = new(seed);
        int width = random.Next(1, 60), height = random.Next(1, 40);
        PixelPlane source = new(width, height), held = new(width, height);
        Random grain = new(seed + shift);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                uint Level(int wave) => (uint)Math.Clamp(128 + (60 * Math.Sin((x + wave) / 7.0)) + (40 * Math.Cos(y / 5.0)) + grain.Next(-noise, noise + 1), 0, 255);
                source.Row(y)[x] = Level(0) | (Level(9) << 8) | (Level(20) << 16);
                held.Row(y)[x] = x * 3 < width ? source.Row(y)[x] : Level(0) | (Level(9) << 8) | (Level(x * 2 > width ? 20 : 28) << 16);
            }
        }

        return (source, held);
    }

    /// <summary>Makes some pixels what the ones left of them are, in either plane or in both.</summary>
    private static void Widen(PixelPlane source, PixelPlane held, Random random)
    {
        for (int y = 0; y < source.Height; y++)
        {
            for (int x = 1; x < source.Width; x++)
            {
                int which = random.Next(5);
                source.Row(y)[x] = source.Row(y)[which is 1 or 3 ? x - 1 : x];
                held.Row(y)[x] = held.Row(y)[which is 2 or 3 ? x - 1 : x];
            }
        }
    }

    private static PixelPlane Copy(PixelPlane plane)
    {
        PixelPlane copy = new(plane.Width, plane.Height);
        for (int y = 0; y < plane.Height; y++)
        {
            plane.Row(y).CopyTo(copy.Row(y));
        }

        return copy;
    }

    private static bool Inside(PixelPlane plane, int x, int y) => x >= 0 && y >= 0 && x < plane.Width && y < plane.Height;

    private static int[] Channels(uint pixel) => [(int)(pixel & 0xFF), (int)((pixel >> 8) & 0xFF), (int)((pixel >> 16) & 0xFF)];

    private static (int R, int G, int B) Difference(PixelPlane a, PixelPlane b, int x, int y)
    {
        if (!Inside(a, x, y))
        {
            return default;
        }

        int[] one = Channels(a.Row(y)[x]), other = Channels(b.Row(y)[x]);
        return (one[0] - other[0], one[1] - other[1], one[2] - other[2]);
    }

    private static uint Mean(uint[] pixels)
    {
        uint[] means = [.. Enumerable.Range(0, 3).Select(channel => (uint)Math.Floor((pixels.Average(pixel => Channels(pixel)[channel])) + 0.5))];
        return means[0] | (means[1] << 8) | (means[2] << 16);
    }
}
