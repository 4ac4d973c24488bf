using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Planning;

/// <summary>Sources that no one has to decode.</summary>
internal static class Sources
{
    /// <summary>30 seconds of 1920×1080 at 25 frames a second.</summary>
    public static MediaInfo Plain { get; } = Create(new VideoStreamInfo { Index = 0, Codec = "h264", PixelFormat = "yuv420p", StoredWidth = 1920, StoredHeight = 1080, FrameRate = new Rational(25, 1) });

    public static MediaInfo Create(VideoStreamInfo video, double seconds = 30) => new()
    {
        Input = new MediaInput { Location = MediaLocation.FromPath("clip.mp4"), Address = "file:clip.mp4", Protocols = "file" },
        Container = "mov,mp4,m4a,3gp,3g2,mj2",
        Duration = TimeSpan.FromSeconds(seconds),
        Video = video,
    };

    public static MediaInfo At(double frameRate, double seconds = 30, bool isVariable = false) =>
        Plain with { Duration = TimeSpan.FromSeconds(seconds), Video = Plain.Video with { FrameRate = Rational.FromRate(frameRate), IsVariableFrameRate = isVariable } };

    public static MediaInfo Sized(int width, int height, long sarNumerator = 1, long sarDenominator = 1, int rotation = 0) => Plain with
    {
        Video = Plain.Video with { StoredWidth = width, StoredHeight = height, PixelAspectRatio = new Rational(sarNumerator, sarDenominator), Rotation = rotation },
    };

    /// <summary>The plan of a request that breaks no rule.</summary>
    public static ConversionPlan Plan(ConversionRequest request, MediaInfo? media = null)
    {
        Assert.Empty(request.Check());
        return Planner.Plan(request, media ?? Plain);
    }
}
