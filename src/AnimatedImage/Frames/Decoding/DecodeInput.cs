using AnimatedImage.Media;

namespace AnimatedImage.Frames.Decoding;

/// <summary>Where a decoding ffmpeg reads from.</summary>
internal sealed record DecodeInput
{
    /// <summary>The arguments up to and with <c>-i</c>; a seek is put before them.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The video stream's index.</summary>
    public required int StreamIndex { get; init; }

    /// <summary>Where the first video frame is on ffmpeg's clock.</summary>
    public TimeSpan Offset { get; init; }

    /// <summary>True when ffmpeg can begin in the middle.</summary>
    public bool IsSeekable { get; init; }

    /// <summary>
    /// How much earlier than needed a seek aims at first: containers without an index land at whatever packet lies there, and decoding
    /// then begins at the next key frame.
    /// </summary>
    public TimeSpan SeekMargin { get; init; }

    /// <summary>
    /// Up to which time nothing is sought. Program streams need not tell the time of every group of pictures, and a seek into one that
    /// does not is off by a few frames; the first minutes are decoded soon enough.
    /// </summary>
    public TimeSpan SeekFrom { get; init; }

    /// <summary>Writes the input where ffmpeg reads it from its standard input; null where it opens the address itself.</summary>
    public Func<Stream, CancellationToken, Task>? Feed { get; init; }

    /// <summary>The source that ffmpeg opens itself.</summary>
    public static DecodeInput Of(MediaInfo media, FFmpegCapabilities capabilities) => new()
    {
        Arguments = [.. AlphaDecoder(media.Video, capabilities), .. FFmpegArguments.Input(media.Input)],
        StreamIndex = media.Video.Index,
        Offset = media.VideoOffset,
        IsSeekable = media.IsSeekable,
        SeekMargin = media.Container is "mpegts" or "mpeg" ? TimeSpan.FromSeconds(3) : TimeSpan.Zero,
        SeekFrom = media.Container is "mpeg" ? TimeSpan.FromMinutes(2) : TimeSpan.Zero,
    };

    /// <summary>ffmpeg's own VP8 and VP9 decoders ignore the second stream that holds the alpha.</summary>
    private static IEnumerable<string> AlphaDecoder(VideoStreamInfo video, FFmpegCapabilities capabilities)
    {
        string? decoder = video switch
        {
            { HasAlpha: true, Codec: "vp8" } => "libvpx",
            { HasAlpha: true, Codec: "vp9" } => "libvpx-vp9",
            _ => null,
        };
        return decoder is not null && capabilities.HasDecoder(decoder) ? ["-c:v", decoder] : [];
    }
}
