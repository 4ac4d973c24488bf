namespace AnimatedImage.Encoding.Gif;

/// <summary>Decides between the table shared by all frames and one of a frame's own.</summary>
/// <param name="maxColors">Most colours of a table.</param>
/// <param name="passes">Passes of k-means.</param>
internal sealed class PaletteChooser(int maxColors, int passes)
{
    /// <summary>How much worse, as a factor of the mean squared error, the shared table may be.</summary>
    private const double SharedFactor = 1.2;

    /// <summary>Squared error that the shared table may have in any case, in units of <see cref="Ycc"/>.</summary>
    private const double SharedAllowance = 8;

    private readonly PaletteBuilder _builder = new();
    private readonly PaletteSearch _search = new();

    /// <summary>The table of the first frame, which becomes the shared one.</summary>
    public Palette First(ColorHistogram histogram) => _builder.Build(histogram, maxColors, passes);

    /// <summary>The better of the shared table and a frame's own.</summary>
    /// <param name="histogram">What is to be drawn.</param>
    /// <param name="drawn">Number of pixels of the part to write.</param>
    /// <param name="shared">The shared table.</param>
    public Palette Choose(ColorHistogram histogram, int drawn, Palette shared)
    {
        if (histogram.Count == 0)
        {
            return shared;
        }

        double sharedError = MeanError(histogram, shared);
        if (histogram.Shift == 0 && histogram.Count <= maxColors)
        {
            return sharedError == 0 ? shared : _builder.Build(histogram, maxColors, passes);
        }

        if (sharedError <= SharedAllowance)
        {
            return shared;
        }

        Palette own = _builder.Build(histogram, Math.Min(maxColors, ColorsFor(drawn)), passes);
        return sharedError <= (MeanError(histogram, own) * SharedFactor) + SharedAllowance ? shared : own;
    }

    /// <summary>A table costs three bytes a colour: a small part gets a small one.</summary>
    private static int ColorsFor(int drawn) => drawn switch
    {
        < 1024 => 31,
        < 4096 => 63,
        < 12288 => 127,
        _ => 255,
    };

    private double MeanError(ColorHistogram histogram, Palette palette)
    {
        _search.Use(palette);
        double sum = 0, weight = 0;
        foreach (ref readonly ColorHistogram.Bin bin in histogram.Bins)
        {
            uint color = (uint)((bin.Red / bin.Weight) | (bin.Green / bin.Weight << 8) | (bin.Blue / bin.Weight << 16));
            ulong pixel = Ycc.From(color);
            sum += (double)bin.Weight * Ycc.Distance(pixel, palette.Pixels[_search.Nearest(pixel)]);
            weight += bin.Weight;
        }

        return sum / weight;
    }
}
