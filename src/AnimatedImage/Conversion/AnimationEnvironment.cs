using AnimatedImage.Encoding;
using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Requests;

namespace AnimatedImage.Conversion;

/// <summary>Whether this machine is ready: the ffmpeg in use, the formats it can write, and what to do about what is missing.</summary>
public sealed record AnimationEnvironment
{
    private const string AnotherFFmpeg = "Install a complete build of ffmpeg, or name one in ANIMATEDIMAGE_FFMPEG.";

    private static readonly string[] s_commonCodecs = ["h264", "hevc", "vp8", "vp9", "mpeg4"];

    /// <summary>The version of AnimatedImage.</summary>
    public Version ModuleVersion { get; } = typeof(AnimationEnvironment).Assembly.GetName().Version ?? new Version();

    /// <summary>The ffmpeg in use; null when none was found.</summary>
    public FFmpegTools? FFmpeg { get; private init; }

    /// <summary>Its version as it prints it; null when none was found or it does not run.</summary>
    public string? FFmpegVersion { get; private init; }

    /// <summary>The formats that can be written.</summary>
    public required IReadOnlyList<OutputFormat> Formats { get; init; }

    /// <summary>Everything that was looked at.</summary>
    public required IReadOnlyList<EnvironmentCheck> Checks { get; init; }

    /// <summary>True when videos can be converted to at least one format.</summary>
    public bool IsReady => Formats.Count > 0;

    /// <summary>What to do about what is missing, one sentence each; empty when nothing is.</summary>
    public IReadOnlyList<string> Advice => [.. Checks.Where(check => !check.IsAvailable).Select(check => check.Advice).OfType<string>().Distinct()];

    /// <summary>Looks at this machine. What is missing is part of the answer, never an exception.</summary>
    /// <param name="configuredPath">The ffmpeg binary or its folder; null = from the environment, then PATH.</param>
    public static AnimationEnvironment Detect(string? configuredPath = null)
    {
        FFmpegTools? tools = null;
        try
        {
            // Whoever looks wants to know how it is now, whatever the binary answered before.
            tools = FFmpegLocator.Find(configuredPath);
            tools = tools with { Capabilities = new FFmpegCapabilities(tools.FFmpegPath) };
            return Ask(tools);
        }
        catch (ConversionException failure)
        {
            return new AnimationEnvironment
            {
                FFmpeg = tools,
                Formats = [],
                Checks = [new EnvironmentCheck("ffmpeg", false, failure.Message, failure.Advice), ChildLimits()],
            };
        }
    }

    private static AnimationEnvironment Ask(FFmpegTools tools)
    {
        FFmpegCapabilities can = tools.Capabilities;
        EncoderCatalog encoders = new(tools);
        (OutputFormat Format, EnvironmentCheck Check)[] formats = [.. OutputFormats.All.Select(format => (format, Encoder(encoders, format)))];
        return new AnimationEnvironment
        {
            FFmpeg = tools,
            FFmpegVersion = can.VersionText,
            Formats = [.. formats.Where(format => format.Check.IsAvailable).Select(format => format.Format)],
            Checks =
            [
                new EnvironmentCheck("ffmpeg", true, $"{can.VersionText} at {tools.FFmpegPath}, found by {tools.FoundBy}"),
                .. formats.Select(format => format.Check),
                Filters(can, "HDR", "tone-mapped to SDR", "zscale", "tonemap"),
                Filters(can, "Interlaced", "deinterlaced", "bwdif"),
                Decoders(can),
                ChildLimits(),
            ],
        };
    }

    private static EnvironmentCheck Encoder(EncoderCatalog encoders, OutputFormat format) => encoders.Missing(format) is { } missing
        ? new EnvironmentCheck(format.ToString(), false, $"this ffmpeg was built without {missing}", AnotherFFmpeg)
        : new EnvironmentCheck(format.ToString(), true, "can be written");

    private static EnvironmentCheck Filters(FFmpegCapabilities can, string name, string does, params string[] needed)
    {
        string[] missing = [.. needed.Where(filter => !can.HasFilter(filter))];
        return missing.Length == 0
            ? new EnvironmentCheck(name, true, does)
            : new EnvironmentCheck(name, false, $"this ffmpeg has no filter {string.Join(" and ", missing)}", AnotherFFmpeg);
    }

    private static EnvironmentCheck Decoders(FFmpegCapabilities can)
    {
        string[] missing = [.. s_commonCodecs.Where(name => !can.HasDecoder(name))];
        bool av1 = can.HasDecoder("av1") || can.HasDecoder("libdav1d") || can.HasDecoder("libaom-av1");
        missing = av1 ? missing : [.. missing, "av1"];
        return missing.Length == 0
            ? new EnvironmentCheck("Codecs", true, "H.264, HEVC, VP8, VP9, MPEG-4 and AV1 can be read")
            : new EnvironmentCheck("Codecs", false, $"this ffmpeg cannot read {string.Join(", ", missing)}", AnotherFFmpeg);
    }

    private static EnvironmentCheck ChildLimits() => (ProcessLimits.CanLimitMemory, ProcessLimits.CanLimitCpuTime) switch
    {
        (true, true) => new EnvironmentCheck("Limits", true, "memory, CPU time and wall time of child processes are limited"),
        (true, false) => new EnvironmentCheck("Limits", true, "memory and wall time of child processes are limited"),
        _ when OperatingSystem.IsLinux() => new EnvironmentCheck(
            "Limits", false, "only wall time of child processes is limited", "Install util-linux (prlimit and setpriv) to limit memory and CPU time as well."),
        _ => new EnvironmentCheck("Limits", false, "only wall time of child processes is limited"),
    };
}
