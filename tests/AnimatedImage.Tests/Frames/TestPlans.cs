using System.Globalization;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Frames;

/// <summary>Plans made by hand, so that frame sources are tested apart from the planner.</summary>
internal static class TestPlans
{
    /// <summary>The ffmpeg that the tests use.</summary>
    public static FFmpegTools Tools { get; } = FFmpegLocator.Find();

    /// <summary>Probes a clip.</summary>
    public static MediaInfo Probe(string path)
    {
        Dictionary<string, string> stream = Values($"-select_streams v:0 -show_streams -of flat=s=_:h=0 {path}");
        Dictionary<string, string> format = Values($"-show_format -of flat=s=_:h=0 {path}");
        string first = Ffmpeg.Probe($"-select_streams v:0 -show_entries frame=best_effort_timestamp_time -read_intervals %+#200 -of csv=p=0 {path}")[0].Trim(',');
        double start = double.TryParse(format.GetValueOrDefault("start_time"), CultureInfo.InvariantCulture, out double value) ? value : 0;
        return new MediaInfo
        {
            Input = new MediaInput { Location = MediaLocation.FromPath(path), Address = "file:" + path, Protocols = "file" },
            Container = format["format_name"],
            Duration = TimeSpan.FromSeconds(double.TryParse(format.GetValueOrDefault("duration"), CultureInfo.InvariantCulture, out value) ? value : 10),
            VideoOffset = TimeSpan.FromSeconds(double.Parse(first, CultureInfo.InvariantCulture) - start),
            Video = new VideoStreamInfo
            {
                Index = int.Parse(stream["index"], CultureInfo.InvariantCulture),
                Codec = stream["codec_name"],
                StoredWidth = int.Parse(stream["width"], CultureInfo.InvariantCulture),
                StoredHeight = int.Parse(stream["height"], CultureInfo.InvariantCulture),
                FrameRate = new Rational(25, 1),
                ColorTransfer = stream.GetValueOrDefault("color_transfer"),
                ColorPrimaries = stream.GetValueOrDefault("color_primaries"),
                ColorSpace = stream.GetValueOrDefault("color_space"),
            },
        };
    }

    /// <summary>A plan that takes frames from windows in the source's size.</summary>
    public static ConversionPlan Create(MediaInfo media, FrameSelection selection, params ReadWindow[] windows) => new()
    {
        Source = media,
        Windows = windows,
        Selection = selection,
        Picture = new PictureTransform
        {
            ScaledWidth = media.Video.Width,
            ScaledHeight = media.Video.Height,
            CanvasWidth = media.Video.Width,
            CanvasHeight = media.Video.Height,
        },
        Playback = new PlaybackPlan { Mode = PlayMode.Forward, Duration = TimeSpan.Zero },
        Outputs = [],
        FrameCount = 0,
        IsFrameCountExact = false,
        MaxFrame = 100_000,
        Timeout = TimeSpan.FromMinutes(5),
        Warnings = [],
    };

    /// <summary>Seconds as a time.</summary>
    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static Dictionary<string, string> Values(string arguments) => Ffmpeg.Probe(arguments)
        .Select(line => line.Split('=', 2))
        .ToDictionary(pair => pair[0].Replace("stream_0_", "", StringComparison.Ordinal).Replace("format_start", "start", StringComparison.Ordinal).Replace("format_duration", "duration", StringComparison.Ordinal).Replace("format_format", "format", StringComparison.Ordinal), pair => pair[1].Trim('"'));
}
