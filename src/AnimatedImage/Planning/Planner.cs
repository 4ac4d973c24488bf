using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Requests;

namespace AnimatedImage.Planning;

/// <summary>Request + source → plan. Pure: no file, clock or process is touched.</summary>
public static class Planner
{
    /// <summary>Decides everything.</summary>
    /// <param name="request">A request with no <see cref="ConversionRequest.Check"/> problems and with its formats resolved.</param>
    /// <param name="media">The probed source.</param>
    /// <param name="conditions">What reading costs here; null = a local file and two cores.</param>
    /// <exception cref="ConversionException">The request does not fit this source: start past the end, too many frames, frame too large, …</exception>
    public static ConversionPlan Plan(ConversionRequest request, MediaInfo media, ReadingConditions? conditions = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(media);
        request = request.WithDefaults();
        List<string> warnings = [];
        var limits = new LimitRule(request.Limits, warnings);
        limits.CheckSource(media);

        IReadOnlyList<ReadWindow> windows = new ClipWindows(media, request.Clip.Strict == true, warnings).Resolve(request.Clip);
        TimeSpan length = windows.Aggregate(TimeSpan.Zero, (sum, window) => sum + (window.End - window.Start));
        Pace pace = new PaceRule(media.Video, request.Formats!, warnings).Decide(request.Sampling, request.Playback, length);
        bool isGrid = pace.Selection.Kind == FrameSelectionKind.Grid;
        if (isGrid)
        {
            // A number of frames fills what is taken by definition and needs no tolerance at the end.
            TimeSpan tolerance = request.Sampling.Count is null ? pace.Selection.Tolerance : TimeSpan.Zero;
            windows = SampleGrid.Lay(windows, pace.Selection.Rate!.Value, media.Duration, tolerance);
        }

        int frameCount = FrameCounts.Taken(pace.Selection.Kind, windows, length, media);
        var playing = new PlayingRule(pace, frameCount, length, media.Video.FrameRate);
        PlaybackPlan playback = playing.Decide(request.Playback, warnings);
        int maxFrame = limits.CheckFrames(frameCount, playback.Mode, IsCountReliable(pace.Selection.Kind, media.Video));

        PictureTransform picture = Transform(request, media.Video, warnings);
        limits.CheckPicture(picture, request.Formats!);
        ReadingPlan reading = SeekStrategy.Choose(media, pace.Selection, windows, FrameBytes(picture), conditions ?? ReadingConditions.Modest);
        if (reading.Mode == ReadingMode.FromBeginning)
        {
            warnings.Add($"'{media.Input.Name}' has no index ({media.Container}), so it is read from the beginning, which takes longer.");
        }

        return new ConversionPlan
        {
            Source = media,
            Windows = windows,
            Selection = pace.Selection,
            Reading = reading,
            Picture = picture,
            Playback = playback,
            Outputs = [.. request.Formats!.Select(format => Output(format, request, picture, playing.OutputCount(FrameTiming.Of(format), playback)))],
            Budget = request.Budget,
            FrameCount = frameCount,
            IsFrameCountExact = isGrid,
            MaxFrame = maxFrame,
            Timeout = request.Limits.Timeout!.Value,
            Warnings = warnings,
        };
    }

    /// <summary>The plan with the source's real number of frames in place of an estimate.</summary>
    /// <param name="plan">A plan whose count is not exact.</param>
    /// <param name="frameCount">Frames that will be read, at least one.</param>
    public static ConversionPlan WithFrameCount(ConversionPlan plan, int frameCount)
    {
        ArgumentNullException.ThrowIfNull(plan);
        TimeSpan length = plan.Windows.Aggregate(TimeSpan.Zero, (sum, window) => sum + (window.End - window.Start));
        Pace pace = new(plan.Selection, plan.Playback.ConstantRate, Exact.Of(plan.Playback.Speed));
        PlayingRule playing = new(pace, frameCount, length, Exact.Quotient(Exact.Of(frameCount), Exact.Seconds(length)));
        PlaybackPlan playback = playing.Recount(plan.Playback);
        return plan with
        {
            FrameCount = frameCount,
            IsFrameCountExact = true,
            Playback = playback,
            Outputs = [.. plan.Outputs.Select(output => output with { FrameCount = playing.OutputCount(output.Settings.Timing, playback) })],
        };
    }

    private static long FrameBytes(PictureTransform picture) => (long)picture.CanvasWidth * picture.CanvasHeight * 4;

    private static bool IsCountReliable(FrameSelectionKind kind, VideoStreamInfo video) =>
        kind == FrameSelectionKind.Grid || (kind == FrameSelectionKind.EveryFrame && !video.IsVariableFrameRate);

    private static PictureTransform Transform(ConversionRequest request, VideoStreamInfo video, List<string> warnings) =>
        ScaleRule.Apply(request.Size, video, warnings) with
        {
            Deinterlace = video.IsInterlaced,
            ToneMap = video.IsHdr,
            KeepAlpha = video.HasAlpha && request.Picture.Background is null,
            Background = video.HasAlpha ? request.Picture.Background : null,
            AssumedMatrix = YuvMatrix.ToAssume(video),
        };

    private static OutputPlan Output(OutputFormat format, ConversionRequest request, PictureTransform picture, int frameCount) => new(
        format,
        new EncoderSettings
        {
            Width = picture.CanvasWidth,
            Height = picture.CanvasHeight,
            HasAlpha = picture.KeepAlpha,
            Quality = request.Picture.Quality!.Value,
            Lossless = format == OutputFormat.Apng || (request.Picture.Lossless == true && format != OutputFormat.Gif),
            Colors = request.Picture.Colors ?? PictureOptions.DefaultColors,
            Dither = format == OutputFormat.Gif ? request.Picture.Dither : null,
            Matte = format == OutputFormat.Gif && picture.KeepAlpha ? request.Picture.Matte : null,
            PlayCount = request.Playback.PlayCount!.Value,
            Timing = FrameTiming.Of(format),
        },
        frameCount);
}
