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
        PixelPlane plane = new(count, 1);
        for (int x = 0; x < count; x++)
        {
            plane.Row(0)[x] = color(x) | PixelKind.Draw;
        }

        ColorHistogram histogram = new();
        histogram.Read(plane, new PixelRectangle(0, 0, count, 1), new ActivityMap(count, 1), exact: true, canvas: null);
        return histogram;
    }
}
