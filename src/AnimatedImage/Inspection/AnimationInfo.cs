namespace AnimatedImage.Inspection;

/// <summary>What an animated image file holds, read from its container without decoding a pixel.</summary>
public sealed record AnimationInfo
{
    /// <summary><c>Gif</c>, <c>WebP</c>, <c>Apng</c> or <c>Avif</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Canvas width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Canvas height in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>The frames in playing order.</summary>
    public required IReadOnlyList<AnimationFrameInfo> Frames { get; init; }

    /// <summary>Number of frames.</summary>
    public int FrameCount => Frames.Count;

    /// <summary>Total plays; 0 = forever.</summary>
    public required int PlayCount { get; init; }

    /// <summary>Playing time of one round.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Average frames a second; 0 for a single frame without a delay.</summary>
    public double FrameRate => Duration > TimeSpan.Zero ? Frames.Count / Duration.TotalSeconds : 0;

    /// <summary>True when the file says that it has transparency.</summary>
    public required bool HasAlpha { get; init; }

    /// <summary>The file's size in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The content key that a conversion left in the file; null when there is none.</summary>
    public string? ContentKey { get; init; }

    /// <summary>The file's full path; null when a stream without one was read.</summary>
    public string? FullName { get; init; }
}
