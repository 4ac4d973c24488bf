using System.Globalization;

namespace AnimatedImage.Media;

/// <summary>
/// The arguments that every ffmpeg and ffprobe child has in common. Numbers are written in the invariant culture; every argument is
/// one element of a list and never passes a shell.
/// </summary>
/// <remarks>All options used here exist under these names in ffmpeg 4.4 to 8.</remarks>
internal static class FFmpegArguments
{
    // A frame of 16384 × 16384 pixels with four bytes each is one block of 1 GiB; what asks for more than half as much again is a bomb.
    private const long LargestBlock = 3L << 29;

    // Containers of video, and those of sound alone so that a sound file is told as such. Everything that refers to other files by
    // itself (concat, image2, imf, dash, sdp), takes the file's text as a program (lavfi) or plays devices is left out. HLS is allowed
    // for playlists alone, which are checked before ffmpeg sees them: otherwise a file could pass as something else here and be
    // taken for a playlist there.
    private static readonly string s_demuxers = string.Join(
        ',',
        "mov", "matroska", "avi", "flv", "live_flv", "mpegts", "mpeg", "mpegvideo", "asf", "asf_o", "rm", "gif", "apng",
        "webp", "webp_pipe", "webp_anim", "nut", "mxf", "gxf", "ogg", "yuv4mpegpipe", "h264", "hevc", "vvc", "av1", "obu", "ivf", "m4v",
        "h263", "h261", "mjpeg", "vc1", "vc1test", "dirac", "cavsvideo", "dv", "dnxhd", "wtv", "nsv", "nuv", "pva", "ty", "kux",
        "aac", "ac3", "eac3", "mp3", "wav", "w64", "flac", "amr", "aiff", "caf", "ape", "tta", "wv", "dts", "truehd", "loas", "webvtt");

    /// <summary>What every ffmpeg begins with: no questions, no banner, errors only.</summary>
    public static IReadOnlyList<string> Common { get; } = ["-nostdin", "-hide_banner", "-loglevel", "error", "-y"];

    /// <summary>What every ffprobe begins with.</summary>
    public static IReadOnlyList<string> CommonProbe { get; } = ["-hide_banner", "-loglevel", "error"];

    /// <summary>Opens a source for ffmpeg or ffprobe: the limits for media from strangers, up to and with <c>-i</c>.</summary>
    public static IReadOnlyList<string> Input(MediaInput input) =>
    [
        "-max_alloc", LargestBlock.ToString(CultureInfo.InvariantCulture),
        "-protocol_whitelist", input.Protocols,
        "-format_whitelist", input.IsPlaylist ? s_demuxers + ",hls" : s_demuxers,
        .. input.Options,
        "-i", input.Address,
    ];

    /// <summary>Asks ffprobe for the container and its streams as JSON.</summary>
    public static IReadOnlyList<string> ProbeStreams(MediaInput input) =>
        [.. CommonProbe, "-print_format", "json", "-show_format", "-show_streams", .. Input(input)];

    /// <summary>
    /// Lets the HLS demuxer open what a checked playlist refers to whatever its name is, and makes it begin with the first segment.
    /// </summary>
    public static IReadOnlyList<string> Playlist(FFmpegCapabilities capabilities) =>
    [
        "-live_start_index", "0",
        "-allowed_extensions", "ALL",
        .. capabilities.HasPlaylistOption("allowed_segment_extensions") ? ["-allowed_segment_extensions", "ALL"] : Array.Empty<string>(),
        .. capabilities.HasPlaylistOption("extension_picky") ? ["-extension_picky", "0"] : Array.Empty<string>(),
    ];

    /// <summary>
    /// Opens an address of the gateway: connections are kept, and every request goes to the gateway even when a source names another
    /// host, where it is refused. The system would let the buffer of a connection grow to megabytes, and all that is in it when ffmpeg
    /// seeks or ends was read from the store for nothing; it would also read over gaps of that size rather than seek.
    /// </summary>
    /// <param name="origin">The gateway's own address.</param>
    public static IReadOnlyList<string> Gateway(Uri origin) =>
        ["-http_proxy", origin.GetLeftPart(UriPartial.Authority), "-seekable", "1", "-multiple_requests", "1", "-recv_buffer_size", "65536"];

    /// <summary>Asks ffprobe for the packets of one stream: a line <c>pts=…|dts=…|duration=…|flags=…</c> each, nothing decoded.</summary>
    /// <param name="input">The source.</param>
    /// <param name="stream">The stream's index.</param>
    /// <param name="interval">The part to read in ffprobe's terms, <c>12.5%+10</c>; null = all of it.</param>
    public static IReadOnlyList<string> ProbePackets(MediaInput input, int stream, string? interval) =>
    [
        .. CommonProbe,
        "-select_streams", stream.ToString(CultureInfo.InvariantCulture),
        "-show_entries", "packet=pts,dts,duration,flags",
        "-print_format", "compact=print_section=0:nokey=0:escape=none",
        .. interval is null ? Array.Empty<string>() : ["-read_intervals", interval],
        .. Input(input),
    ];

    /// <summary>A time as ffmpeg reads it: seconds with a decimal point, to a tenth of a microsecond.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.#######", CultureInfo.InvariantCulture);
}
