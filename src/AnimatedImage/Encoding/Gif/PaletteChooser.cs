namespace AnimatedImage.Encoding.Gif;

/// <summary>Decides between the table shared by all frames and one of a frame's own.</summary>
internal sealed class PaletteChooser
{
    /// <summary>How much worse, as a factor of the mean squared error, the shared table may be.</summary>
    private const double SharedFactor = 1.05;

    /// <summary>Squared error that the shared table may have in any case, in units of <see cref="Ycc"/>.</summary>
    private const double SharedAllowance = 1;

    /// <summary>Pixels beside which a table of one's own costs next to nothing.</summary>
    private const int SharedPixels = 32768;

    private readonly int _maxColors, _passes;
    private readonly bool _nearLossless;
    private readonly PaletteSearch _own;
    private readonly PaletteBuilder _builder;

    /// <summary>Searches the shared table; keeps what it learned from frame to frame.</summary>
    private readonly PaletteSearch _shared = new();

    /// <summary>Nothing is chosen yet.</summary>
    /// <param name="maxColors">Most colours of a table.</param>
    /// <param name="nearLossless">True to take time for the least mean error.</param>
    public PaletteChooser(int maxColors, bool nearLossless)
    {
        (_maxColors, _passes, _nearLossless) = (maxColors, nearLossless ? 20 : 1, nearLossless);
        _own = new PaletteSearch();
        _builder = new PaletteBuilder(_own, nearLossless);
    }

    /// <summary>The table of the first frame, which becomes the shared one.</summary>
    /// <param name="histogram">What is to be drawn.</param>
    /// <param name="isClean">True when there is no noise in it.</param>
    public Palette First(ColorHistogram histogram, bool isClean)
    {
        _builder.Read(histogram, isClean);
        return _builder.Build(_maxColors, _passes);
    }

    /// <summary>The better of the shared table and a frame's own.</summary>
    /// <param name="histogram">What is to be drawn.</param>
    /// <param name="shared">The shared table.</param>
    /// <param name="isClean">True when there is no noise in it.</param>
    public Palette Choose(ColorHistogram histogram, Palette shared, bool isClean)
    {
        if (histogram.Count == 0 && !shared.IsOpaque)
        {
            return shared;
        }

        _builder.Read(histogram, isClean);
        bool isExact = histogram.Shift == 0 && histogram.Count <= _maxColors;
        if (!isExact && (_nearLossless || histogram.Drawn > SharedPixels))
        {
            return _builder.Build(_maxColors, _passes);
        }

        double sharedError = shared.IsOpaque ? double.MaxValue : _builder.ErrorOf(shared, _shared);
        if (isExact || sharedError <= SharedAllowance)
        {
            return sharedError <= (isExact ? 0 : SharedAllowance) ? shared : _builder.Build(_maxColors, _passes);
        }

        Palette own = _builder.Build(Math.Min(_maxColors, ColorsFor(histogram.Drawn)), _passes);
        return sharedError <= (own.MeanError * SharedFactor) + SharedAllowance ? shared : own;
    }

    /// <summary>The search that knows a table returned last.</summary>
    public PaletteSearch SearchOf(Palette palette, Palette shared) => ReferenceEquals(palette, shared) ? _shared : _own;

    /// <summary>A table costs three bytes a colour: a small part gets a small one.</summary>
    private static int ColorsFor(int drawn) => drawn switch
    {
        < 512 => 31,
        < 2048 => 63,
        < 6144 => 127,
        _ => 255,
    };
}
