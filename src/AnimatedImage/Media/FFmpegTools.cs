namespace AnimatedImage.Media;

/// <summary>The ffmpeg and ffprobe in use.</summary>
public sealed record FFmpegTools
{
    /// <summary>Full path of ffmpeg.</summary>
    public required string FFmpegPath { get; init; }

    /// <summary>Full path of ffprobe.</summary>
    public required string FFprobePath { get; init; }

    /// <summary>How the tools were found: <c>configuration</c>, <c>environment</c> or <c>PATH</c>.</summary>
    public required string FoundBy { get; init; }

    /// <summary>What this ffmpeg can do; detected on first use.</summary>
    public required FFmpegCapabilities Capabilities { get; init; }
}
