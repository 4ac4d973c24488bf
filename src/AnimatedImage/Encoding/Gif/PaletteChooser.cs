using AnimatedImage.Frames;

namespace AnimatedImage.Encoding.Gif;

/// <summary>Decides between the table shared by all frames and one of a frame's own.</summary>
internal sealed class PaletteChooser
{
    /// <summary>
    /// What a share of a frame's bytes is worth in shares of its squared error, about as steep as the encoder's own curves are: a camera's
    /// picture loses much size for little closeness, clean graphics hardly any.
    /// </summary>
    private const double Slope = 2, CleanSlope = 4;

    /// <summary>Share of the squared error of a longer match that is lost anyway, so that a table need not be much better; plain grounds of clean graphics lose less.</summary>
    private const double LostAnyway = 0.25, LostAnywayInClean = 0.1;

    /// <summary>Squared error, in units of <see cref="Ycc"/>, that nobody sees.</summary>
    private const double Unseen = 1;

    /// <summary>
    /// Bytes that a frame takes beside its table: some, and so many for a pixel to be drawn with 256 colours. With fewer, strings come again
    /// sooner: the bytes go with this power of the bits of an index.
    /// </summary>
    private const double FrameBytes = 50, BytesPerPixel = 0.4, PowerOfBits = 0.5;

    /// <summary>K-means makes a table about so much better than its splits are.</summary>
    private const double MeansGain = 0.9;

    /// <summary>Tables of 4, 8, 16 … 256 entries.</summary>
    private const int TableSizes = 7;

    /// <summary>Pixels of a photograph beside which a table of one's own costs next to nothing.</summary>
    private const int SharedPixels = 32768;

    private readonly int _maxColors, _passes;
    private readonly GifTuning _tuning;
    private readonly double _lost, _cleanLost;
    private readonly PaletteSearch _own;
    private readonly PaletteBuilder _builder;

    /// <summary>Searches the shared table; keeps what it learned from frame to frame.</summary>
    private readonly PaletteSearch _shared;

    /// <summary>Nothing is chosen yet.</summary>
    /// <param name="maxColors">Most colours of a table.</param>
    /// <param name="tuning">How much may be lost.</param>
    /// <param name="buffers">Lends its arrays; null = it has its own.</param>
    public PaletteChooser(int maxColors, GifTuning tuning, BufferLease? buffers = null)
    {
        (_maxColors, _passes, _tuning) = (maxColors, tuning.IsNearLossless ? 20 : 1, tuning);
        (_lost, _cleanLost) = (LostAnyway * Squared(tuning.Loss), LostAnywayInClean * Squared(tuning.CleanLoss));
        (_own, _shared) = (new PaletteSearch(buffers), new PaletteSearch(buffers));
        _builder = new PaletteBuilder(_own, tuning.IsNearLossless, buffers);
    }

    /// <summary>A table for what the frames after the first one draw; null when that is nothing.</summary>
    /// <param name="histogram">A sample of that.</param>
    /// <param name="isClean">True when there is no noise in it.</param>
    public Palette? Ahead(ColorHistogram histogram, bool isClean)
    {
        if (histogram.Count == 0)
        {
            return null;
        }

        _builder.Read(histogram, isClean);
        bool isExact = histogram.Shift == 0 && histogram.Count <= _maxColors;
        return _builder.Build(isExact || _tuning.Refines(isClean) ? _maxColors : OwnTable(histogram.Drawn, isClean).Colors, _passes);
    }

    /// <summary>The table of the first frame and the shared one, which is another where the frames that follow need other colours.</summary>
    /// <param name="histogram">What the first frame draws.</param>
    /// <param name="ahead">A table for what follows; null for none.</param>
    /// <param name="isClean">True when there is no noise in it.</param>
    public (Palette Own, Palette Shared) First(ColorHistogram histogram, Palette? ahead, bool isClean)
    {
        _builder.Read(histogram, isClean);
        Palette own = _builder.Build(_maxColors, _passes);
        if (ahead is null)
        {
            return (own, own);
        }

        bool isExact = histogram.Shift == 0 && histogram.Count <= _maxColors && ahead.MeanError == 0;
        SortedSet<uint> both = [.. own.Colors, .. ahead.Colors];
        if (isExact && both.Count <= _maxColors)
        {
            AddGreys(both);
            Palette shared = new([.. both]);
            return (own.Bits < shared.Bits ? own : shared, shared);
        }

        return (own, _tuning.Refines(isClean) ? own : ahead);
    }

    /// <summary>Gives greys the free entries of a table that has greys alone: later frames may well have those that are missing.</summary>
    private void AddGreys(SortedSet<uint> colors)
    {
        const uint Grey = 0x010101;
        int room = Math.Min(_maxColors, (1 << new Palette([.. colors]).Bits) - 1);
        if (colors.Any(color => color % Grey != 0))
        {
            return;
        }

        // From the middle outwards, so that gaps are filled first.
        uint low = colors.Min / Grey, high = colors.Max / Grey;
        foreach (uint level in Enumerable.Range(0, 256).Select(level => (uint)level).OrderBy(level => level < low ? low - level : level > high ? level - high : 0))
        {
            if (colors.Count < room)
            {
                colors.Add(level * Grey);
            }
        }
    }

    /// <summary>The better of the shared table and a frame's own.</summary>
    /// <param name="histogram">What is to be drawn.</param>
    /// <param name="shared">The shared table.</param>
    /// <param name="isClean">True when there is no noise in it.</param>
    /// <param name="isStill">True for a picture that stands still and gets better: colours that are exact need not be drawn again.</param>
    public Palette Choose(ColorHistogram histogram, Palette shared, bool isClean, bool isStill = false)
    {
        if (histogram.Count == 0 && !shared.IsOpaque)
        {
            return shared;
        }

        _builder.Read(histogram, isClean);
        bool isExact = histogram.Shift == 0 && histogram.Count <= _maxColors;
        bool isWorthMuch = _tuning.Refines(isClean) || (!isClean && histogram.Shift > 0 && histogram.Drawn > SharedPixels);
        if (!isExact && isWorthMuch)
        {
            return _builder.Build(_maxColors, _passes, isStill);
        }

        double sharedError = shared.IsOpaque ? double.MaxValue : _builder.ErrorOf(shared, _shared);
        if (isExact && (_tuning.IsNearLossless || isClean || sharedError == 0))
        {
            return sharedError == 0 ? shared : _builder.Build(_maxColors, _passes);
        }

        (int colors, double cost) = OwnTable(histogram.Drawn, isClean);
        return CostOf(sharedError, 0, shared.Bits, histogram.Drawn, isClean) <= cost ? shared : _builder.Build(colors, _passes);
    }

    /// <summary>The search that knows a table returned last.</summary>
    public PaletteSearch SearchOf(Palette palette, Palette shared) => ReferenceEquals(palette, shared) ? _shared : _own;

    private static double Squared(double levels) => levels * levels * Ycc.UnitsPerLevel * Ycc.UnitsPerLevel;

    /// <summary>The best size of a frame's own table, and its cost.</summary>
    private (int Colors, double Cost) OwnTable(int drawn, bool isClean)
    {
        Span<double> errors = stackalloc double[TableSizes];
        _builder.MeasureTables(errors, _maxColors);
        (int Colors, double Cost) best = (0, double.MaxValue);
        for (int i = 0; i < errors.Length; i++)
        {
            double cost = CostOf(errors[i] * MeansGain, 12 << i, i + 2, drawn, isClean);
            best = cost < best.Cost ? (Math.Min(_maxColors, (4 << i) - 1), cost) : best;
        }

        return best;
    }

    /// <summary>The logarithm of error and bytes, one weighed against the other.</summary>
    private double CostOf(double error, int tableBytes, int bits, int drawn, bool isClean)
    {
        double bytes = FrameBytes + (drawn * BytesPerPixel * Math.Pow(bits / 8.0, PowerOfBits)) + tableBytes;
        return Math.Log(error + Unseen + (isClean ? _cleanLost : _lost)) + ((isClean ? CleanSlope : Slope) * Math.Log(bytes));
    }
}
