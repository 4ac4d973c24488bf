using AnimatedImage.Frames.Decoding;
using AnimatedImage.Media;
using AnimatedImage.Planning;

namespace AnimatedImage.Frames;

/// <summary>Picks the frame source that can read a plan's source.</summary>
public static class FrameSourceFactory
{
    /// <summary>Creates the source; nothing is read before its enumeration begins.</summary>
    /// <param name="tools">The ffmpeg in use.</param>
    /// <param name="plan">What is read and how pictures are changed.</param>
    /// <param name="pictures">Several forms of each picture, which come below each other in one frame; null = the plan's alone.</param>
    public static IFrameSource Create(FFmpegTools tools, ConversionPlan plan, IReadOnlyList<PictureTransform>? pictures = null) =>
        plan.Source.Container == WebPSource.Container
            ? new WebpFrameSource(tools, plan, pictures)
            : new FFmpegFrameSource(tools, plan, DecodeInput.Of(plan.Source, tools.Capabilities), pictures);
}
