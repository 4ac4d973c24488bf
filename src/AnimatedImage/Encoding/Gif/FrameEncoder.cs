namespace AnimatedImage.Encoding.Gif;

/// <summary>Everything that encoding one frame needs, used for frame after frame: analyses, then encodes band by band.</summary>
/// <param name="width">Canvas width.</param>
/// <param name="height">Canvas height.</param>
/// <param name="tuning">How much may be lost.</param>
internal sealed class FrameEncoder(int width, int height, GifTuning tuning)
{
    private const int MaxTableColors = 255;

    /// <summary>Share of the tolerated loss that flat graphics get: their errors show.</summary>
    private const double CleanShare = 0.25;

    private readonly ActivityMap _activity = new(width, height);
    private readonly ColorHistogram _histogram = new(tuning.IsNearLossless);
    private readonly PaletteChooser _chooser = new(Math.Clamp((int)tuning.Colors, 2, MaxTableColors), tuning.IsNearLossless);
    private readonly ulong[] _wanted = new ulong[PixelPlane.StrideOf(width)];
    private readonly RowEncoder _rows = new(width);
    private readonly LossLimits _limits = new(tuning, 1);
    private readonly LossLimits _cleanLimits = new(tuning, CleanShare);

    /// <summary>The compressed image, once the last band is encoded; not cut into sub-blocks.</summary>
    public ReadOnlyMemory<byte> Bytes => _rows.Output.Bytes;

    /// <summary>Encodes a frame.</summary>
    /// <param name="frame">The frame; the caller disposes it.</param>
    /// <param name="canvas">What is shown, shared with the frames before and after.</param>
    /// <param name="before">Progress of the frame before; null for the first.</param>
    /// <param name="progress">Progress of this frame, to report to.</param>
    /// <param name="shared">Gives the shared table; the first frame sets it.</param>
    /// <param name="cancellationToken">Ends the work between bands.</param>
    public async Task<EncodedImage> EncodeAsync(HeldFrame frame, Canvas canvas, RowProgress? before, RowProgress progress, TaskCompletionSource<Palette> shared, CancellationToken cancellationToken)
    {
        bool seesCanvas = tuning.IsNearLossless && before is not null;
        if (seesCanvas)
        {
            await before!.WhenDone(progress.BandCount - 1).ConfigureAwait(false);
            if (!frame.ClearsAfter)
            {
                Refinement.Mark(frame, canvas, _wanted);
            }
        }

        PixelRectangle part = frame.Bounds;
        _activity.Measure(frame.Pixels, part);
        _histogram.Read(frame.Pixels, part, _activity, frame.IsExact, seesCanvas ? canvas : null);
        Palette palette;
        if (before is null)
        {
            palette = _chooser.First(_histogram);
            shared.SetResult(palette);
        }
        else
        {
            palette = _chooser.Choose(_histogram, await shared.Task.ConfigureAwait(false));
        }

        bool exact = _histogram.Shift == 0 && _histogram.Count <= palette.Count && frame.IsExact;
        _rows.Begin(palette, _chooser.SearchOf(palette, await shared.Task.ConfigureAwait(false)), exact ? LossLimits.None : frame.IsExact && !frame.KeepsNoise ? _cleanLimits : _limits);
        for (int band = 0; band < progress.BandCount; band++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (before is not null)
            {
                await before.WhenDone(band).ConfigureAwait(false);
            }

            EncodeBand(frame, canvas, band);
            progress.Done(band);
        }

        _rows.Finish();
        return new EncodedImage(palette, part);
    }

    private void EncodeBand(HeldFrame frame, Canvas canvas, int band)
    {
        PixelRectangle part = frame.Bounds;
        int first = Math.Max(part.Top, band * RowProgress.BandHeight), end = Math.Min(part.Bottom, (band + 1) * RowProgress.BandHeight);
        for (int y = first; y < end; y++)
        {
            Span<ulong> shown = canvas.Row(y, part.Left, part.Width);
            _rows.Encode(frame.Pixels.Row(y).Slice(part.Left, part.Width), shown, _activity.Row(y - part.Top));
            if (frame.ClearsAfter)
            {
                shown.Fill(Canvas.Nothing);
            }
        }
    }
}
