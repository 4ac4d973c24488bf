using AnimatedImage.Encoding.Gif;

namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>When a frame gets a table of its own, and how large.</summary>
public class PaletteChooserTests
{
    [Theory]
    [InlineData(60, 400)]
    [InlineData(90, 4000)]
    public void Filmed_greys_share_a_table_that_has_nearly_the_same_levels(int quality, int changed)
    {
        Palette shared = new([.. Enumerable.Range(0, 127).Select(level => Grey((uint)level * 2))]);
        PaletteChooser chooser = new(255, GifTuning.Of(quality, 256, dither: null));
        Assert.Same(shared, chooser.Choose(Histogram(x => Grey((uint)(x % 251)), changed), shared, isClean: false));
    }

    [Fact]
    public void Graphics_keep_every_colour_for_which_there_is_room()
    {
        Palette shared = new([.. Enumerable.Range(0, 127).Select(level => Grey((uint)level * 2))]);
        PaletteChooser chooser = new(255, GifTuning.Of(60, 256, dither: null));
        Assert.Equal(251, chooser.Choose(Histogram(x => Grey((uint)(x % 251)), 4000), shared, isClean: true).Count);
        Assert.Same(shared, chooser.Choose(Histogram(x => Grey((uint)(x % 80 * 2)), 4000), shared, isClean: true));
    }

    [Fact]
    public void The_fewer_pixels_change_and_the_lower_the_quality_the_smaller_is_a_table()
    {
        Palette shared = new([0]);
        int CountAt(int quality, int changed)
        {
            Random random = new(quality);
            PaletteChooser chooser = new(255, GifTuning.Of(quality, 256, dither: null));
            return chooser.Choose(Histogram(_ => 0x804020u + (uint)random.Next(48) + ((uint)random.Next(48) << 8) + ((uint)random.Next(48) << 16), changed), shared, isClean: false).Count;
        }

        int[] byNumber = [CountAt(60, 200), CountAt(60, 2000), CountAt(60, 30000)], byQuality = [CountAt(20, 2000), CountAt(60, 2000), CountAt(90, 2000)];
        Assert.Equal(byNumber.Order(), byNumber);
        Assert.Equal(byQuality.Order(), byQuality);
        Assert.True(byNumber[0] < byNumber[2] && byQuality[0] < byQuality[2], $"{string.Join(' ', byNumber)} | {string.Join(' ', byQuality)}");
    }

    [Fact]
    public void The_shared_table_has_what_follows_where_there_is_room()
    {
        PaletteChooser chooser = new(255, GifTuning.Of(100, 256, dither: null));
        Palette? ahead = chooser.Ahead(Histogram(x => 0x200000 + (uint)(x % 60), 600), isClean: true);
        (Palette own, Palette shared) = chooser.First(Histogram(x => 0x100000 + (uint)(x % 140), 1400), ahead, isClean: true);
        Assert.Same(own, shared);
        Assert.Equal(200, shared.Count);
        (own, shared) = chooser.First(Histogram(x => 0x100000 + (uint)(x % 3), 700), ahead, isClean: true);
        Assert.Equal([0x100000u, 0x100001, 0x100002], own.Colors);
        Assert.Equal(63, shared.Count);
        Assert.Null(chooser.Ahead(Histogram(_ => 0, 0), isClean: true));
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(60, true)]
    public void What_follows_gets_a_table_of_its_own_where_there_is_no_room_and_something_may_be_lost(int quality, bool expected)
    {
        PaletteChooser chooser = new(255, GifTuning.Of(quality, 256, dither: null));
        Palette? ahead = chooser.Ahead(Histogram(x => 0x200000 + (uint)(x % 200), 6000), isClean: true);
        (Palette own, Palette shared) = chooser.First(Histogram(x => 0x100000 + (uint)(x % 200), 6000), ahead, isClean: true);
        Assert.Equal(200, own.Count);
        Assert.Same(expected ? ahead : own, shared);
    }

    [Fact]
    public void Free_entries_of_a_grey_table_are_filled_with_greys_gaps_first()
    {
        PaletteChooser chooser = new(255, GifTuning.Of(95, 256, dither: null));
        Palette? ahead = chooser.Ahead(Histogram(x => Grey(40 + (uint)(x % 100 * 2)), 1000), isClean: false);
        (_, Palette shared) = chooser.First(Histogram(x => Grey(40 + (uint)(x % 50 * 4)), 1000), ahead, isClean: false);
        Assert.Equal(127, shared.Count);
        Assert.All(Enumerable.Range(0, 100), i => Assert.Contains(Grey(40 + ((uint)i * 2)), shared.Colors));
        Assert.All(shared.Colors, color => Assert.InRange(color, Grey(40), Grey(238)));
    }

    [Fact]
    public void A_colour_that_prevails_in_graphics_stays_itself()
    {
        Random random = new(3);
        ColorHistogram histogram = Histogram(x => x % 2 == 0 ? 0xFFFFFFu : 0xF0F0F0u + (uint)random.Next(16) + ((uint)random.Next(16) << 8) + ((uint)random.Next(16) << 16), 4000);
        PaletteBuilder builder = new(new PaletteSearch());
        builder.Read(histogram, isClean: true);
        Assert.Contains(0xFFFFFFu, builder.Build(7, passes: 1).Colors);
        builder.Read(histogram);
        Assert.DoesNotContain(0xFFFFFFu, builder.Build(7, passes: 1).Colors);
    }

    [Fact]
    public void Errors_of_smaller_tables_are_those_of_tables_built_so_small()
    {
        Random random = new(5);
        PaletteBuilder builder = new(new PaletteSearch());
        builder.Read(Histogram(_ => (uint)random.Next(1 << 24), 3000));
        double[] errors = new double[7];
        builder.MeasureTables(errors, 100);
        for (int i = 0; i < errors.Length; i++)
        {
            // Splits are measured at their means; a table rounds these, and its pixels find colours nearer than their own part's.
            double built = builder.ErrorOf(builder.Build(Math.Min(100, (4 << i) - 1), passes: 0), new PaletteSearch());
            Assert.InRange(errors[i], built * 0.95, built * 1.5);
        }

        Assert.Equal(errors[5], errors[6]);
    }

    private static uint Grey(uint level) => level * 0x010101;

    private static ColorHistogram Histogram(Func<int, uint> color, int count)
    {
        PixelPlane plane = new(Math.Max(1, count), 1);
        for (int x = 0; x < count; x++)
        {
            plane.Row(0)[x] = color(x) | PixelKind.Draw;
        }

        ColorHistogram histogram = new();
        histogram.Read(plane, new PixelRectangle(0, 0, count, 1), new ActivityMap(Math.Max(1, count), 1), exact: true, canvas: null);
        return histogram;
    }
}
