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
    /// <param name="layout">How the frames keep their pixels; alpha that is kept needs <see cref="PixelLayout.Rgba"/>.</param>
    public static IFrameSource Create(FFmpegTools tools, ConversionPlan plan, PixelLayout layout = PixelLayout.Rgba) =>
        Create(tools, plan, [new PictureForm(plan.Picture, layout)]);

    /// <summary>Creates the source; nothing is read before its enumeration begins.</summary>
    /// <param name="tools">The ffmpeg in use.</param>
    /// <param name="plan">What is read; its picture is not looked at.</param>
    /// <param name="forms">The forms of each picture, which are the parts of one frame.</param>
    internal static IFrameSource Create(FFmpegTools tools, ConversionPlan plan, IReadOnlyList<PictureForm> forms) =>
        plan.Source.Container == WebPSource.Container
            ? new WebpFrameSource(tools, plan, forms)
            : new FFmpegFrameSource(tools, plan, DecodeInput.Of(plan.Source, tools.Capabilities), forms);
}
