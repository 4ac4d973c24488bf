using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.Media;

/// <summary>Asks ffprobe what a source is; animated WebP, which ffprobe cannot read, is asked of our own reader.</summary>
public sealed class MediaProbe(FFmpegTools tools)
{
    /// <summary>The tools in use.</summary>
    public FFmpegTools Tools { get; } = tools;

    /// <summary>Probes a source.</summary>
    /// <exception cref="ConversionException">Every failure of the source class and those of the machine.</exception>
    public Task<MediaInfo> ProbeAsync(MediaLocation location, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>
    /// The presentation times of every frame (or key frame) of the video between two times, in order, counted from the first frame;
    /// read from the packets, without decoding.
    /// </summary>
    public Task<IReadOnlyList<TimeSpan>> ReadFrameTimesAsync(MediaInfo media, TimeSpan start, TimeSpan end, bool keyFrameOnly, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
