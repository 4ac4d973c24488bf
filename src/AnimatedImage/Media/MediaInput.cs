using AnimatedImage.Storage;

namespace AnimatedImage.Media;

/// <summary>What ffmpeg opens for a source. For local files <c>file:</c> and the full path; a remote store puts its own loopback address here.</summary>
public sealed record MediaInput
{
    /// <summary>Where the bytes live, for messages.</summary>
    public required MediaLocation Location { get; init; }

    /// <summary>The last segment of where the bytes live, for messages.</summary>
    public string Name => Location.Name;

    /// <summary>Where the bytes live as a text, for messages.</summary>
    public string Subject => Location.ToString();

    /// <summary>The address on ffmpeg's command line.</summary>
    public required string Address { get; init; }

    /// <summary>The protocols ffmpeg may use for it, comma-separated: ffmpeg's <c>-protocol_whitelist</c>.</summary>
    public required string Protocols { get; init; }

    /// <summary>True for an HLS playlist whose references have been checked; no other source may be read as one.</summary>
    public bool IsPlaylist { get; init; }

    /// <summary>Further arguments before <c>-i</c> that opening it needs; the probe fills them in.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Tells whether the bytes are still the same without reading them; null for local files, whose content is looked at.</summary>
    internal string? Identity { get; init; }

    /// <summary>From asking for the first bytes to having them; zero for local files.</summary>
    internal TimeSpan Latency { get; init; }

    /// <summary>Opens the bytes for readers of ours; null for local files.</summary>
    internal Func<Stream>? Opener { get; init; }

    /// <summary>Opens the bytes for readers of ours, seekable.</summary>
    internal Stream OpenRead() =>
        Opener?.Invoke() ?? new FileStream(Location.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
