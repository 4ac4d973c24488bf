using System.Text.RegularExpressions;
using AnimatedImage.Failures;

namespace AnimatedImage.Media;

/// <summary>
/// The known causes, most telling first: the first that the log mentions wins. The texts are those of ffmpeg 4.4 to 8 and of the C
/// library under <c>LC_ALL=C</c>.
/// </summary>
internal static class FFmpegFailurePatterns
{
    /// <summary>The child reached the limit of its processor time.</summary>
    public static FFmpegFailurePattern OutOfProcessorTime { get; } = Internal(
        @"received signal (?:24|SIGXCPU)\b",
        ErrorId.TimedOut,
        "ffmpeg used up its processor time while it worked on {subject}.",
        "Raise the timeout, or ask for less: a shorter range, fewer frames, a smaller size.");

    /// <summary>A signal ended the child; the detail tells which.</summary>
    public static FFmpegFailurePattern Killed { get; } = Internal(
        @"(?<detail>received signal \d+|Received > 3 system signals)",
        ErrorId.FFmpegKilled,
        "ffmpeg did not end by itself while it worked on {subject}: {detail}.",
        "Try again; if it happens again, look at the machine's memory and at the system's log, or try another ffmpeg.");

    /// <summary>The machine ran out of something. These stand before a death by signal, of which they are the reason.</summary>
    public static IReadOnlyList<FFmpegFailurePattern> Resources { get; } =
    [
        Internal(
            @"No space left on device|Disk quota exceeded|There is not enough space on the disk",
            ErrorId.DiskFull,
            "The disk became full while ffmpeg worked on {subject}.",
            "Free some space, or choose a destination or a temporary folder on another disk."),
        Internal(
            @"Cannot allocate memory|Out of memory|Not enough space\b|std::bad_alloc|failed to map segment|memory allocation of \d+ bytes failed|pthread_create failed|get_buffer\(\) failed|(?:Failed|Unable|Could not) (?:to )?(?:re)?allocate|Resource temporarily unavailable",
            ErrorId.OutOfMemory,
            "ffmpeg ran out of memory while it worked on {subject}.",
            "Frames this large need more memory than a child process may use: choose a smaller source, or raise the limit deliberately."),
        OutOfProcessorTime,
        Killed,
    ];

    /// <summary>Everything else.</summary>
    public static IReadOnlyList<FFmpegFailurePattern> Causes { get; } =
    [
        Internal(
            @"error while loading shared libraries: (?<detail>[^\n\r]+)|Library not loaded: (?<detail>[^\n\r]+)",
            ErrorId.FFmpegNotFound,
            "The ffmpeg that was found cannot run, a library is missing: {detail}.",
            "Install ffmpeg again, completely."),
        Internal(
            @"^(?:prlimit|setpriv): failed to execute (?<detail>[^\n\r]+)",
            ErrorId.FFmpegNotFound,
            "ffmpeg cannot be started: {detail}.",
            "Install ffmpeg for this machine, or name a working one."),
        Source(
            @"Protocol '(?<detail>[^']*)' not on whitelist",
            ErrorId.PlaylistRefused,
            "{subject} refers to something over the protocol '{detail}', which a source may not use.",
            "Download what it refers to and put it beside the source."),
        Source(
            @"Filename extension of '(?<detail>[^']*)' is not a common multimedia extension|URL (?<detail>\S+) is not in allowed_\w*extensions",
            ErrorId.PlaylistRefused,
            "{subject} refers to {detail}, whose name is not that of a media file.",
            "Give the segments the extension of their container, for instance .ts or .m4s."),
        Source(
            @"Format not on whitelist",
            ErrorId.NotMedia,
            "{subject} is of a container format that is not accepted as a video.",
            "Put the video into MP4 or MKV first."),
        Source(
            @"moov atom not found",
            ErrorId.DamagedSource,
            "{subject} cannot be played: its index (moov) is missing.",
            "The upload or recording was cut off before its end; get the complete file."),
        Source(
            @"(?:Decoding requested, but no decoder found for: ?|No decoder found for ?:? ?|Decoder \(codec )(?<detail>[\w.-]+)",
            ErrorId.UnsupportedCodec,
            "This ffmpeg has no decoder for the codec '{detail}' of {subject}.",
            "Install a complete build of ffmpeg, or convert the video to H.264 elsewhere."),
        Source(
            @"Unknown decoder '(?<detail>[^']*)'|Unsupported codec with id (?<detail>\d+)",
            ErrorId.UnsupportedCodec,
            "This ffmpeg cannot decode the codec '{detail}' of {subject}.",
            "Install a complete build of ffmpeg, or convert the video to H.264 elsewhere."),
        Internal(
            @"Unknown encoder '(?<detail>[^']*)'|Automatic encoder selection failed[^\n\r]*?\(codec (?<detail>[\w.-]+)\)|Encoder \(codec (?<detail>[\w.-]+)\) not found",
            ErrorId.EncoderMissing,
            "This ffmpeg was built without the encoder '{detail}'.",
            "Install a complete build of ffmpeg, or choose another output format."),
        Internal(
            @"(?:No such filter: |Filter not found: |Unknown filter )'(?<detail>[^']*)'",
            ErrorId.FilterMissing,
            "This ffmpeg was built without the filter '{detail}', which {subject} needs.",
            "Install a complete build of ffmpeg."),
        new(
            Compile(@"Picture size (?<detail>\d+x\d+) (?:is invalid|exceeds)|(?:Frame|frame|Image|image) (?:size|dimensions?) (?<detail>\d+x\d+)[^\n\r]*(?:exceeds|too large)"),
            ErrorId.FrameTooLarge,
            FailureKind.Input,
            "The frames of {subject} are larger than allowed: {detail} pixels.",
            "Raise the limit of pixels deliberately if you trust the source."),
        Source(
            @"Output file (?:#\d+ )?does not contain any stream|Stream (?:map|specifier) '[^']*'[^\n\r]* matches no streams",
            ErrorId.NoVideoStream,
            "{subject} has no video stream.",
            "Choose a source with a picture."),
        Internal(
            @"Unrecognized option '(?<detail>[^']*)'|Option (?<detail>\S+) not found\b|Option '(?<detail>[^']*)' not found",
            ErrorId.FFmpegFailed,
            "This ffmpeg does not know the option '{detail}'.",
            "Install ffmpeg 4.4 or later."),
        Source(
            @"(?:[Dd]ecod|packet|header|slice|NAL|reference|bitstream)[^\n\r]*(?:Invalid data found|error|failed)|Error while decoding|Decoding error|missing picture in access unit|Invalid NAL unit|[Tt]runcated|partial file|File ended prematurely|Invalid (?:EBML|element)|Cannot determine format of input|: End of file\s*$",
            ErrorId.DamagedSource,
            "{subject} is damaged or cut off: nothing more could be decoded.",
            "Get the complete file; what can still be played can often be saved by copying it into a new container."),
        Source(
            @"Invalid data found when processing input|Invalid argument: .*probe|could not find codec parameters",
            ErrorId.NotMedia,
            "{subject} is not a media file that can be read.",
            "Check that it is really a video: its name says nothing about its content."),
        new(
            Compile(@"No such file or directory"),
            ErrorId.PathNotFound,
            FailureKind.Input,
            "{subject}, or a file that it needs, does not exist.",
            "Check the path."),
        new(
            Compile(@"Permission denied|Operation not permitted"),
            ErrorId.AccessDenied,
            FailureKind.Input,
            "{subject} may not be read or written by this user.",
            "Change its permissions, or run as a user who may."),
        new(
            Compile(@"Is a directory"),
            ErrorId.PathIsDirectory,
            FailureKind.Input,
            "{subject} is a folder where a file is needed.",
            "Name a file in it."),
        Internal(
            @"(?<detail>Connection (?:refused|reset by peer|timed out)|Network is unreachable|Server returned [^\n\r]+)",
            ErrorId.FFmpegFailed,
            "The connection through which {subject} is read failed: {detail}.",
            "Try again."),
    ];

    private static FFmpegFailurePattern Internal(string text, string errorId, string message, string advice) =>
        new(Compile(text), errorId, FailureKind.Internal, message, advice);

    private static FFmpegFailurePattern Source(string text, string errorId, string message, string advice) =>
        new(Compile(text), errorId, FailureKind.Source, message, advice);

    private static Regex Compile(string text) => new(text, RegexOptions.CultureInvariant | RegexOptions.Multiline);
}
