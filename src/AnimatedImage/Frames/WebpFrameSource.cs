using AnimatedImage.Failures;
using AnimatedImage.Frames.Decoding;
using AnimatedImage.Frames.Webp;
using AnimatedImage.Media;
using AnimatedImage.Planning;

namespace AnimatedImage.Frames;

/// <summary>
/// Frames of an animated WebP, whatever the version of ffmpeg: its pictures are put together here and then go through the same filters
/// as any video. Every window reads the animation from its beginning.
/// </summary>
/// <param name="tools">The ffmpeg in use.</param>
/// <param name="plan">What is read and how pictures are changed.</param>
/// <param name="forms">The forms of each picture, which are the parts of one frame; null = the plan's picture as RGBA.</param>
public sealed class WebpFrameSource(FFmpegTools tools, ConversionPlan plan, IReadOnlyList<PictureForm>? forms = null) : IFrameSource
{
    private readonly FFmpegFrameSource _frames = new(
        tools,
        plan,
        new DecodeInput
        {
            // Its headers say everything: nothing is to be guessed from the first frames.
            Arguments = ["-probesize", "32", "-analyzeduration", "0", "-fpsprobesize", "0", "-f", "nut", "-i", "pipe:0"],
            StreamIndex = 0,
            Feed = new WebpFeed(tools, plan.Source).WriteAsync,
        },
        forms);

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => _frames.Warnings;

    /// <inheritdoc/>
    public ReadingMode Reading => _frames.Reading;

    /// <inheritdoc/>
    /// <exception cref="ConversionException">As for <see cref="FFmpegFrameSource"/>; <see cref="ErrorId.DamagedSource"/> also when one frame cannot be decoded.</exception>
    public IAsyncEnumerable<Frame> ReadAsync(CancellationToken cancellationToken) => _frames.ReadAsync(cancellationToken);
}
