namespace AnimatedImage.Media;

/// <summary>What a source is. Times count from the first video frame.</summary>
public sealed record MediaInfo
{
    /// <summary>What ffmpeg opens.</summary>
    public required MediaInput Input { get; init; }

    /// <summary>ffmpeg's name of the container: <c>mov,mp4,m4a,3gp,3g2,mj2</c>, <c>matroska,webm</c>, …</summary>
    public required string Container { get; init; }

    /// <summary>From the first video frame to the end of the last one.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The first video frame's distance from the container's first timestamp; what ffmpeg's <c>-ss</c> has to be moved by.</summary>
    public TimeSpan VideoOffset { get; init; }

    /// <summary>Size of the source in bytes; null when unknown.</summary>
    public long? Bytes { get; init; }

    /// <summary>Bits a second over all streams; null when unknown.</summary>
    public long? BitRate { get; init; }

    /// <summary>The video stream that is converted: the best one that is no attached picture.</summary>
    public required VideoStreamInfo Video { get; init; }

    /// <summary>Number of audio streams.</summary>
    public int AudioStreamCount { get; init; }

    /// <summary>The files that a playlist names; empty for everything else.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>True when the container has no usable seek: the source is then read from the beginning.</summary>
    public bool IsSeekable { get; init; } = true;
}
