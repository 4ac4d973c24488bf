using System.Globalization;
using System.Text.RegularExpressions;
using AnimatedImage.Failures;

namespace AnimatedImage.Media;

/// <summary>
/// Turns what ffmpeg wrote on standard error into a cause and an advice. Known causes stand in <see cref="FFmpegFailurePatterns"/>;
/// for all others the last line that says something is the message, never the banner. Whatever leaves this class is free of the user
/// information and queries of addresses, where secrets travel.
/// </summary>
public static partial class FFmpegFailure
{
    private const int ProcessorTimeSignal = 128 + 24; // SIGXCPU

    // .NET tells a death by signal as 128 + signal, like a shell. Only signals that end a program count: newer versions of ffmpeg
    // exit with the low byte of their own error codes, which fall into the same range.
    private static readonly Dictionary<int, string> s_signals = new()
    {
        [128 + 2] = "interrupted (SIGINT)",
        [128 + 4] = "stopped by an illegal instruction (SIGILL): it was built for another processor, or it crashed",
        [128 + 6] = "aborted (SIGABRT)",
        [128 + 7] = "stopped by a bus error (SIGBUS): the source changed while it was read, or its disk failed",
        [128 + 8] = "stopped by an arithmetic error (SIGFPE)",
        [128 + 9] = "killed (SIGKILL), by the system for want of memory or by somebody",
        [128 + 11] = "stopped by a crash (SIGSEGV)",
        [128 + 15] = "terminated (SIGTERM)",
        [128 + 31] = "stopped by a sandbox (SIGSYS)",
    };

    /// <summary>The failure that a person can act on; the whole log travels in <see cref="ConversionException.Log"/>.</summary>
    /// <param name="exitCode">The child's exit code; 128+n or negative for signals.</param>
    /// <param name="log">The child's standard error.</param>
    /// <param name="subject">What it worked on, for the message.</param>
    public static ConversionException Explain(int exitCode, string log, string subject)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(subject);
        string safeLog = Redact(log);
        return Match(FFmpegFailurePatterns.Resources, safeLog, subject)
            ?? Killed(exitCode, safeLog, subject)
            ?? Match(FFmpegFailurePatterns.Causes, safeLog, subject)
            ?? Unknown(exitCode, safeLog, subject);
    }

    /// <summary>The failure of a child that took longer than its limit.</summary>
    internal static ConversionException TimedOut(string subject, TimeSpan? limit, string log) => new(
        ErrorId.TimedOut,
        FailureKind.Internal,
        string.Create(CultureInfo.InvariantCulture, $"ffmpeg was stopped after {limit?.TotalSeconds:0.###} s, its time limit, while it worked on {Redact(subject)}."),
        "Raise the timeout, or ask for less: a shorter range, fewer frames, a smaller size.")
    {
        Log = Redact(log),
    };

    /// <summary>The failure of a child that used up its processor time; ffmpeg ends on that signal as on any other and does not say so.</summary>
    internal static ConversionException OutOfProcessorTime(string subject, string log) =>
        Tell(FFmpegFailurePatterns.OutOfProcessorTime, string.Empty, Redact(log), subject);

    /// <summary>Takes user information and queries out of every address in a text.</summary>
    internal static string Redact(string text) => Address().Replace(text, "${scheme}${rest}");

    /// <summary>The last line of a log that says what went wrong; null when none does.</summary>
    internal static string? LastMeaningfulLine(string log)
    {
        string[] lines = [.. log.Split('\n', '\r')
            .Select(static line => Prefix().Replace(line.Trim(), "${part}: "))
            .Where(static line => line.Length > 0 && !Chatter().IsMatch(line))];
        return lines.LastOrDefault(static line => Complaint().IsMatch(line)) ?? lines.LastOrDefault();
    }

    private static ConversionException? Match(IReadOnlyList<FFmpegFailurePattern> patterns, string log, string subject)
    {
        foreach (FFmpegFailurePattern pattern in patterns)
        {
            if (pattern.Text.Match(log) is { Success: true } match)
            {
                return Tell(pattern, match.Groups["detail"].Value, log, subject);
            }
        }

        return null;
    }

    private static ConversionException? Killed(int exitCode, string log, string subject)
    {
        // Process tells it as 128 + n; a negative code is how some hosts and wrappers tell it.
        int code = exitCode is < 0 and > -64 && !OperatingSystem.IsWindows() ? 128 - exitCode : exitCode;
        return code == ProcessorTimeSignal ? Tell(FFmpegFailurePatterns.OutOfProcessorTime, string.Empty, log, subject)
            : s_signals.TryGetValue(code, out string? how) ? Tell(FFmpegFailurePatterns.Killed, how, log, subject)
            : null;
    }

    private static ConversionException Tell(FFmpegFailurePattern pattern, string detail, string log, string subject)
    {
        string message = pattern.Message
            .Replace("{detail}", detail, StringComparison.Ordinal)
            .Replace("{subject}", Redact(subject), StringComparison.Ordinal);
        return new ConversionException(pattern.ErrorId, pattern.Kind, message, pattern.Advice) { Log = log };
    }

    private static ConversionException Unknown(int exitCode, string log, string subject)
    {
        string said = LastMeaningfulLine(log) is { } line ? $" It said: {line.TrimEnd('.')}." : " It gave no reason.";
        return new ConversionException(
            ErrorId.FFmpegFailed,
            FailureKind.Internal,
            string.Create(CultureInfo.InvariantCulture, $"ffmpeg failed with exit code {exitCode} on {Redact(subject)}.{said}"),
            "The complete log is in the exception's Log property and in the Debug stream.")
        {
            Log = log,
        };
    }

    [GeneratedRegex("""(?<scheme>\b[a-z][a-z0-9+.-]*://)(?:[^/\s'"@?#]*(?:@[^/\s'"@?#]*)*@)?(?<rest>[^\s'"?#]*)(?:[?#][^\s'"]*)?""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    // "[mov,mp4 @ 0x55c63b7211c0] text": the part's name helps, the address of its memory does not.
    [GeneratedRegex(@"^\[(?<part>[^\]@]+?)( @ (0x)?[0-9a-fA-F]+)?\]\s*", RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();

    [GeneratedRegex(
        """^(ff(mpeg|probe) version|built with|configuration:|lib(av|sw|postproc)\w*\s+\d|Input #|Output #|Metadata:|Duration:|Stream #|Stream mapping:|Side data:|Chapters?:|Program \d|Press \[q\]|frame=|size=|video:|encoder\s*:|Conversion failed|Error opening (input|output) files?\b|Error (initializing|opening|binding) (a |the )?filter(graph|s)|Error reinitializing filters|Exiting|Last message repeated|Nothing was written|At least one output file|Task finished with error code|Terminating thread|To ignore this|Use -h)""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Chatter();

    [GeneratedRegex("error|fail|invalid|cannot|can't|could ?n[o']t|unable|not |no such|unknown|unsupported|denied|missing|exceed|too (large|many|small)|refused|mismatch", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Complaint();
}
