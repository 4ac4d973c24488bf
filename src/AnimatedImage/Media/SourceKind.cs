namespace AnimatedImage.Media;

/// <summary>What the first bytes of a file say about it. The name of a file says nothing.</summary>
internal enum SourceKind
{
    /// <summary>Nothing known by its first bytes; ffprobe may know more.</summary>
    Unknown,

    /// <summary>A container of video; when ffprobe cannot read it, it is damaged.</summary>
    Video,

    /// <summary>An HLS playlist.</summary>
    Playlist,

    /// <summary>A WebP picture, still or animated.</summary>
    WebP,
}
