using System.Globalization;
using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Requests;

namespace AnimatedImage.Planning;

/// <summary>Request + source → plan. Pure: no file, clock or process is touched.</summary>
public static class Planner
{
    private const int DefaultQuality = 80;
    private const int DefaultMaxFrame = 3600;
    private const long DefaultMaxPixel = 16384L * 16384;
    private const int LongestWebpSide = 16383;
    private const int LongestSide = 16384;
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(30);

    // Where nobody has looked yet: encoders place a key frame every two to ten seconds.
    private static readonly TimeSpan TypicalKeyFrameDistance = TimeSpan.FromSeconds(5);

    /// <summary>Decides everything.</summary>
    /// <param name="request">A request with no <see cref="ConversionRequest.Check"/> problems and with its formats resolved.</param>
    /// <param name="media">The probed source.</param>
    /// <exception cref="ConversionException">The request does not fit this source: start past the end, too many frames, frame too large, …</exception>
    public static ConversionPlan Plan(ConversionRequest request, MediaInfo media)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(media);
        List<string> warnings = [];
        VideoStreamInfo video = media.Video;
        CheckPixels(request, video.StoredWidth, video.StoredHeight, $"'{media.Input.Subject}' has frames");

        TimeSpan halfFrame = TimeSpan.FromSeconds(0.5 / video.FrameRate.Value);
        IReadOnlyList<(TimeSpan Start, TimeSpan End)> parts =
            ClipWindows.Resolve(request.Clip, media.Duration, halfFrame, media.Input.Name, warnings);
        TimeSpan length = parts.Aggregate(TimeSpan.Zero, (sum, part) => sum + part.End - part.Start);

        SelectionRule rule = SelectionRule.Decide(request, video, length, warnings);
        ScaleRule scale = ScaleRule.Decide(request.Size, video, warnings);
        CheckPixels(request, scale.Canvas.Width, scale.Canvas.Height, "The output would have frames");

        int count = rule.SampleCount ?? EstimateCount(rule.Selection.Kind, video.FrameRate, length);
        PlaybackPlan playback = Playback(request.Playback, rule, count, length);
        ConversionPlan plan = new()
        {
            Source = media,
            Windows = rule.SampleCount is { } samples
                ? SampleGrid.Lay(parts, rule.Selection.Rate!.Value, samples)
                : [.. parts.Select(part => new ReadWindow(part.Start, part.End, part.Start, 0))],
            Selection = rule.Selection,
            Picture = Picture(request, video, scale),
            Playback = playback,
            Outputs = [.. request.Formats!.Select(format => Output(request, format, video, scale, playback, count, length))],
            FrameCount = count,
            IsFrameCountExact = rule.SampleCount is not null,
            MaxFrame = request.Limits.MaxFrame ?? DefaultMaxFrame,
            Timeout = request.Limits.Timeout ?? DefaultTimeout,
            Warnings = warnings,
        };
        CheckFrames(plan);
        return plan;
    }

    /// <summary>The plan with the source's real number of frames in place of an estimate.</summary>
    /// <param name="plan">A plan whose count is not exact.</param>
    /// <param name="count">Frames that will be read.</param>
    public static ConversionPlan WithFrameCount(ConversionPlan plan, int count)
    {
        ArgumentNullException.ThrowIfNull(plan);
        TimeSpan length = plan.Windows.Aggregate(TimeSpan.Zero, (sum, window) => sum + window.End - window.Start);
        double rate = count / length.TotalSeconds * plan.Playback.Speed;
        return plan with
        {
            FrameCount = count,
            IsFrameCountExact = true,
            Outputs = [.. plan.Outputs.Select(output => output with { FrameCount = PlayedFrames.Count(count, plan.Playback, rate, output.Settings.Timing) })],
        };
    }

    private static int EstimateCount(FrameSelectionKind kind, Rational frameRate, TimeSpan length) => kind switch
    {
        FrameSelectionKind.KeyFrames => (int)Math.Ceiling(length / TypicalKeyFrameDistance),
        _ => (int)Math.Clamp(Math.Round(length.TotalSeconds * frameRate.Value), 1, int.MaxValue),
    };

    private static PlaybackPlan Playback(Playback asked, SelectionRule rule, int count, TimeSpan length)
    {
        double speed = asked.Speed ?? 1;
        TimeSpan forward = rule.ConstantRate is { } rate ? TimeSpan.FromSeconds(count / rate.Value) : length / speed;
        TimeSpan fade = TimeSpan.FromSeconds(asked.LoopCrossfade ?? 0);
        if (fade * 2 > forward)
        {
            throw new ConversionException(
                ErrorId.InvalidParameter,
                FailureKind.Input,
                string.Create(CultureInfo.InvariantCulture, $"LoopCrossfade {fade.TotalSeconds:0.###} s is more than half of the animation, which plays {forward.TotalSeconds:0.###} s."),
                "Choose a shorter fade or take more of the video.");
        }

        PlayMode mode = asked.PlayMode ?? PlayMode.Forward;
        TimeSpan endDelay = TimeSpan.FromSeconds(asked.EndDelay ?? 0);
        TimeSpan faded = forward - fade;
        TimeSpan round = faded * ((double)PlayedFrames.Ordered(count, mode) / count);
        return new PlaybackPlan
        {
            Mode = mode,
            ConstantRate = rule.ConstantRate,
            Speed = speed,
            Crossfade = fade,
            EndDelay = endDelay,
            Duration = round + endDelay,
        };
    }

    private static PictureTransform Picture(ConversionRequest request, VideoStreamInfo video, ScaleRule scale) => new()
    {
        Deinterlace = video.IsInterlaced,
        ToneMap = video.IsHdr,
        Crop = scale.Crop,
        ScaledWidth = scale.Scaled.Width,
        ScaledHeight = scale.Scaled.Height,
        CanvasWidth = scale.Canvas.Width,
        CanvasHeight = scale.Canvas.Height,
        Padding = request.Size.Padding,
        KeepAlpha = video.HasAlpha && request.Picture.Background is null,
        Background = video.HasAlpha ? request.Picture.Background : null,

        // What players assume: television's matrix of the size, SD or HD.
        AssumedMatrix = video.ColorSpace is null && video.PixelFormat?.StartsWith("yuv", StringComparison.Ordinal) == true
            ? video.StoredHeight > 576 ? "bt709" : "bt601"
            : null,
    };

    private static OutputPlan Output(
        ConversionRequest request,
        OutputFormat format,
        VideoStreamInfo video,
        ScaleRule scale,
        PlaybackPlan playback,
        int count,
        TimeSpan length)
    {
        if (format == OutputFormat.WebP && Math.Max(scale.Canvas.Width, scale.Canvas.Height) > LongestWebpSide)
        {
            throw new ConversionException(
                ErrorId.FrameTooLarge,
                FailureKind.Input,
                $"WebP holds at most {LongestWebpSide} pixels a side; the output would be {scale.Canvas.Width}×{scale.Canvas.Height}.",
                "Make it smaller with -LongSide, or choose another format.");
        }

        FrameTiming timing = FrameTiming.Of(format);
        EncoderSettings settings = new()
        {
            Width = scale.Canvas.Width,
            Height = scale.Canvas.Height,
            HasAlpha = video.HasAlpha && request.Picture.Background is null,
            Quality = request.Picture.Quality ?? DefaultQuality,
            Lossless = request.Picture.Lossless ?? false,
            Colors = request.Picture.Colors ?? 256,
            Dither = request.Picture.Dither,
            PlayCount = request.Playback.PlayCount ?? 0,
            Timing = timing,
        };
        return new OutputPlan(format, settings, PlayedFrames.Count(count, playback, count / length.TotalSeconds * playback.Speed, timing));
    }

    private static void CheckPixels(ConversionRequest request, int width, int height, string who)
    {
        long limit = request.Limits.MaxPixel ?? DefaultMaxPixel;
        if ((long)width * height > limit || Math.Max(width, height) > Math.Max(LongestSide, limit > DefaultMaxPixel ? int.MaxValue : 0))
        {
            throw new ConversionException(
                ErrorId.FrameTooLarge,
                FailureKind.Input,
                string.Create(CultureInfo.InvariantCulture, $"{who} of {width}×{height} pixels, more than the limit of {limit} pixels or {LongestSide} a side."),
                "Raise -MaxPixel if you trust the source, or make the output smaller with -LongSide.");
        }
    }

    private static void CheckFrames(ConversionPlan plan)
    {
        int most = plan.Outputs.Max(output => output.FrameCount);

        // An estimate must be well over before it is believed; the reading counts again.
        if (most > (plan.IsFrameCountExact ? plan.MaxFrame : plan.MaxFrame + (plan.MaxFrame / 10)))
        {
            throw new ConversionException(
                ErrorId.TooManyFrames,
                FailureKind.Input,
                $"'{plan.Source.Input.Name}' would become {(plan.IsFrameCountExact ? "" : "about ")}{most} frames, more than MaxFrame {plan.MaxFrame} allows.",
                "Take less with -Duration, -FrameRate or -FrameCount, or raise -MaxFrame.");
        }
    }
}
