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
    public static MediaInfo Probe(string path) =>
        new MediaProbe(Tools).ProbeAsync(MediaLocation.FromPath(path), TestContext.Current.CancellationToken).GetAwaiter().GetResult();

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
}
