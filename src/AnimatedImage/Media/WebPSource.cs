using AnimatedImage.Failures;
using AnimatedImage.Inspection;

namespace AnimatedImage.Media;

/// <summary>Animated WebP as a source, described by our own reader because ffmpeg before 8 cannot read it.</summary>
internal static class WebPSource
{
    /// <summary>The container's name in <see cref="MediaInfo.Container"/>.</summary>
    public const string Container = "webp";

    /// <summary>Describes a WebP file.</summary>
    /// <exception cref="ConversionException">It is damaged, or a still picture.</exception>
    public static MediaInfo Describe(MediaInput input)
    {
        AnimationInfo animation = Read(input);
        if (animation.Duration <= TimeSpan.Zero)
        {
            throw new ConversionException(ErrorId.ZeroDuration, FailureKind.Source, $"{input.Location} is a still picture without a duration.", "Choose an animated picture or a video.");
        }

        long duration = animation.Duration.Ticks;
        return new MediaInfo
        {
            Input = input,
            Container = Container,
            Duration = animation.Duration,
            Bytes = animation.Bytes,
            BitRate = (long)(animation.Bytes * 8 / animation.Duration.TotalSeconds),
            IsSeekable = false,
            Video = new VideoStreamInfo
            {
                Index = 0,
                Codec = "webp",
                PixelFormat = animation.HasAlpha ? "yuva420p" : "yuv420p",
                StoredWidth = animation.Width,
                StoredHeight = animation.Height,
                FrameRate = new Rational(animation.FrameCount * TimeSpan.TicksPerSecond, duration),
                IsVariableFrameRate = animation.Frames.Select(static frame => frame.Delay).Distinct().Skip(1).Any(),
                FrameCount = animation.FrameCount,
                HasAlpha = animation.HasAlpha,
            },
        };
    }

    /// <summary>The frames' times as <see cref="MediaProbe.ReadFrameTimesAsync"/> promises them; only the first frame is a key frame for sure.</summary>
    public static IReadOnlyList<TimeSpan> FrameTimes(MediaInput input, TimeSpan start, TimeSpan end, bool keyFrameOnly)
    {
        List<TimeSpan> times = [];
        TimeSpan time = TimeSpan.Zero;
        foreach (AnimationFrameInfo frame in Read(input).Frames.Take(keyFrameOnly ? 1 : int.MaxValue))
        {
            if (time < end)
            {
                times.Add(time);
            }

            time += frame.Delay;
        }

        int shown = times.FindLastIndex(t => t <= start);
        return shown > 0 ? times[shown..] : times;
    }

    private static AnimationInfo Read(MediaInput input)
    {
        using Stream stream = input.OpenRead();
        return AnimationReader.Read(stream, input.Location.ToString());
    }
}
