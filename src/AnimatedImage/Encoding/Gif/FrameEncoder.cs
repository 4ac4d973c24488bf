using AnimatedImage.Frames;

namespace AnimatedImage.Encoding.Gif;

/// <summary>Everything that encoding one frame needs, used for frame after frame: analyses, then encodes band by band.</summary>
/// <param name="width">Canvas width.</param>
/// <param name="height">Canvas height.</param>
/// <param name="tuning">How much may be lost.</param>
/// <param name="fitter">Chooses the colours at the best qualities, for one frame after the other; null at others.</param>
/// <param name="buffers">Lends its arrays.</param>
internal sealed class FrameEncoder(int width, int height, GifTuning tuning, PictureFitter? fitter, BufferLease buffers)
{
    private const int MaxTableColors = Palette.MostColors - 1;

    /// <summary>
    /// A part of clean graphics of which one pixel changes of at most so many is drawn whole at first, since matches that may lose a little
    /// are found while drawing alone.
    /// </summary>
    private const int MostStill = 20;

    private readonly ActivityMap _activity = new(width, height, buffers);
    private readonly ColorHistogram _histogram = new(tuning.IsNearLossless, buffers);
    private readonly PaletteChooser _chooser = new(Math.Clamp((int)tuning.Colors, 2, MaxTableColors), tuning, buffers);
    private readonly ulong[] _wanted = new ulong[PixelPlane.StrideOf(width)];
    private readonly RowEncoder _rows = new(width, buffers);
    private readonly LossLimits _limits = new(tuning, isClean: false);
    private readonly LossLimits _cleanLimits = new(tuning, isClean: true);

    // What was fitted to the neighbours' errors is not to be dithered again.
    private readonly LossLimits _fittedLimits = new(tuning with { Dither = 0 }, isClean: false) { TargetsShown = true };
    private readonly ulong[] _before = new ulong[width];
    private Recompressor? _recompressor;
    private CodeWriter? _output;

    /// <summary>The compressed image, once the last band is encoded; not cut into sub-blocks.</summary>
    public ReadOnlyMemory<byte> Bytes => _output!.Bytes;

    /// <summary>Encodes a frame.</summary>
    /// <param name="frame">The frame; the caller disposes it.</param>
    /// <param name="canvas">What is shown, shared with the frames before and after.</param>
    /// <param name="before">Progress of the frame before; null for the first.</param>
    /// <param name="progress">Progress of this frame, to report to.</param>
    /// <param name="shared">Gives the shared table; the first frame sets it.</param>
    /// <param name="cancellationToken">Ends the work between bands.</param>
    public async Task<EncodedImage> EncodeAsync(HeldFrame frame, Canvas canvas, RowProgress? before, RowProgress progress, TaskCompletionSource<Palette> shared, CancellationToken cancellationToken)
    {
        bool isClean = frame.IsClean;
        bool refines = tuning.Refines(isClean);
        bool seesCanvas = refines && before is not null;
        if (seesCanvas)
        {
            await before!.WhenDone(progress.BandCount - 1).ConfigureAwait(false);
            if (!frame.ClearsAfter)
            {
                Refinement.Mark(frame, canvas, tuning, _wanted);
            }
        }

        PixelRectangle part = frame.Bounds;
        _activity.Measure(frame.Pixels, part);
        Palette? ahead = frame.Ahead is { } sample ? AheadTable(sample, part, isClean) : null;
        _histogram.Read(frame.Pixels, part, _activity, frame.IsExact, seesCanvas ? canvas : null);
        Palette? sharedTable = before is null ? null : await shared.Task.ConfigureAwait(false);
        (Palette palette, Palette common) = FullTable(frame) is { } full ? (full, sharedTable ?? full)
            : sharedTable is null ? _chooser.First(_histogram, ahead, isClean)
            : (_chooser.Choose(_histogram, sharedTable, isClean, frame.IsStill), sharedTable);
        bool isCommon = ReferenceEquals(palette, common);
        PaletteSearch search = _chooser.SearchOf(palette, common);
        bool exact = _histogram.Shift == 0 && _histogram.Count <= palette.Count && frame.IsExact;
        PictureFitter? fitting = exact || !refines ? null : fitter;
        palette = fitting?.Fit(frame, canvas, palette, search, mayMove: !isClean && !frame.IsStill && !ReferenceEquals(palette, sharedTable)) ?? palette;
        if (sharedTable is null)
        {
            shared.SetResult(isCommon ? palette : common);
        }

        LossLimits limits = exact ? LossLimits.None : fitting is not null ? _fittedLimits : isClean ? _cleanLimits : _limits;
        bool isGraphics = isClean || frame.IsFlat;
        bool covers = isClean && !exact && sharedTable is not null && !palette.IsOpaque && _histogram.Drawn * (long)MostStill > part.Width * (long)part.Height;
        ClearRule rule = isGraphics ? ClearRule.Patient : ClearRule.Local;
        Recompressor? recompressor = isGraphics || tuning.IsNearLossless ? _recompressor ??= new Recompressor(width, height, buffers) : null;
        recompressor?.Begin();
        _rows.Begin(palette, search, limits, rule);
        for (int band = 0; band < progress.BandCount; band++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (before is not null)
            {
                await before.WhenDone(band).ConfigureAwait(false);
            }

            EncodeBand(frame, canvas, band, fitting, palette, search, covers, isGraphics, recompressor);
            progress.Done(band);
        }

        _rows.Finish();
        _output = recompressor?.Shortest(palette, _rows.Writer, rule, covers, tuning.IsNearLossless) ?? _rows.Writer.Output;
        return new EncodedImage(palette, part);
    }

    /// <summary>A table for what the frames after the first one draw; null when that is nothing.</summary>
    private Palette? AheadTable(PixelPlane sample, PixelRectangle part, bool isClean)
    {
        _histogram.Read(sample, part, _activity, exact: true, canvas: null);
        return _chooser.Ahead(_histogram, isClean);
    }

    /// <summary>
    /// The table of all colours of a part that has exactly as many as a table can hold, what is shown there already included: it covers
    /// that part and loses nothing. Null where there are others or where there is to be nothing.
    /// </summary>
    private Palette? FullTable(HeldFrame frame)
    {
        if (!frame.IsExact || tuning.Colors < Palette.MostColors || _histogram.Shift != 0 || _histogram.Count != Palette.MostColors)
        {
            return null;
        }

        uint[] colors = new uint[Palette.MostColors];
        for (int i = 0; i < colors.Length; i++)
        {
            colors[i] = _histogram.Bins[i].Key;
        }

        Array.Sort(colors);
        for (int y = frame.Bounds.Top; y < frame.Bounds.Bottom; y++)
        {
            uint last = colors[0];
            foreach (uint pixel in frame.Pixels.Row(y).Slice(frame.Bounds.Left, frame.Bounds.Width))
            {
                uint color = pixel & PixelKind.ColorMask;
                if ((pixel & PixelKind.Void) != 0 || (color != last && Array.BinarySearch(colors, color) < 0))
                {
                    return null;
                }

                last = color;
            }
        }

        return new Palette(colors);
    }

    /// <summary>Encodes the rows of one band.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="canvas">What is shown.</param>
    /// <param name="band">Index of the band.</param>
    /// <param name="fitting">Where the colours were chosen, if they were.</param>
    /// <param name="palette">The table.</param>
    /// <param name="search">Searches it.</param>
    /// <param name="covers">True when what is shown already may be drawn as well.</param>
    /// <param name="isGraphics">True when what is left out may be drawn while compressing again.</param>
    /// <param name="recompressor">Takes the rows as they were encoded; null for none.</param>
    private void EncodeBand(HeldFrame frame, Canvas canvas, int band, PictureFitter? fitting, Palette palette, PaletteSearch search, bool covers, bool isGraphics, Recompressor? recompressor)
    {
        PixelRectangle part = frame.Bounds;
        int first = Math.Max(part.Top, band * RowProgress.BandHeight), end = Math.Min(part.Bottom, (band + 1) * RowProgress.BandHeight);
        for (int y = first; y < end; y++)
        {
            Span<ulong> shown = canvas.Row(y, part.Left, part.Width);
            Span<uint> pixels = frame.Pixels.Row(y).Slice(part.Left, part.Width);
            if (palette.IsOpaque)
            {
                Cover(pixels, shown);
            }

            pixels = fitting is null ? pixels : fitting.Row(pixels, y - part.Top);
            Span<ulong> before = _before.AsSpan(0, part.Width);
            if (covers)
            {
                shown.CopyTo(before);
                Cover(pixels, shown, palette, search);
            }

            _rows.Encode(pixels, shown, _activity.Row(y - part.Top));
            ReadOnlySpan<byte> indexes = _rows.Indexes[..part.Width];
            if (covers)
            {
                recompressor!.AddCoveredRow(indexes, before, shown);
            }
            else if (isGraphics)
            {
                recompressor!.AddRow(indexes, pixels, shown, palette, search);
            }
            else
            {
                recompressor?.AddRow(indexes);
            }

            if (frame.ClearsAfter)
            {
                shown.Fill(Canvas.Nothing);
            }
        }
    }

    /// <summary>Has every pixel drawn: there is no index that would leave one as it is.</summary>
    private static void Cover(Span<uint> pixels, Span<ulong> shown)
    {
        shown.Fill(Canvas.Nothing);
        foreach (ref uint pixel in pixels)
        {
            pixel |= PixelKind.Draw;
        }
    }

    /// <summary>Has every pixel drawn whose colour the table has, as if nothing were shown there.</summary>
    private static void Cover(Span<uint> pixels, Span<ulong> shown, Palette palette, PaletteSearch search)
    {
        uint last = PixelKind.Void;
        bool isInTable = false;
        for (int x = 0; x < pixels.Length; x++)
        {
            uint pixel = pixels[x];
            if ((pixel & ~PixelKind.ColorMask) == PixelKind.Hold)
            {
                if (pixel != last)
                {
                    isInTable = palette.Colors[search.Nearest(Ycc.From(pixel))] == pixel;
                    last = pixel;
                }

                if (isInTable)
                {
                    pixels[x] = pixel | PixelKind.Draw;
                    shown[x] = Canvas.Nothing;
                }
            }
            else if ((pixel & PixelKind.Draw) != 0)
            {
                shown[x] = Canvas.Nothing;
            }
        }
    }
}
