using AnimatedImage.Media;
using AnimatedImage.Planning;

namespace AnimatedImage.Frames;

/// <summary>Picks the frame source that can read a plan's source.</summary>
public static class FrameSourceFactory
{
    /// <summary>Creates the source; nothing is read before its enumeration begins.</summary>
    /// <param name="tools">The ffmpeg in use.</param>
    /// <param name="plan">What is read and how pictures are changed.</param>
    public static IFrameSource Create(FFmpegTools tools, ConversionPlan plan) =>
        plan.Source.Container == WebPSource.Container
            ? new WebpFrameSource(tools, plan)
            : new FFmpegFrameSource(tools, plan);
}
