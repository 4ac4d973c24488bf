using System.Collections.Concurrent;
using AnimatedImage.Failures;

namespace AnimatedImage.Media;

/// <summary>
/// Finds ffmpeg and ffprobe: the configured path, the environment (<c>ANIMATEDIMAGE_FFMPEG</c>: the binary or its folder), then PATH.
/// ffprobe is the one that <c>ANIMATEDIMAGE_FFPROBE</c> names, else the one beside ffmpeg, else the one on PATH.
/// </summary>
public static class FFmpegLocator
{
    /// <summary>The variable that names ffmpeg or its folder.</summary>
    public const string FFmpegVariable = "ANIMATEDIMAGE_FFMPEG";

    /// <summary>The variable that names ffprobe or its folder, for machines where it does not lie beside ffmpeg.</summary>
    public const string FFprobeVariable = "ANIMATEDIMAGE_FFPROBE";

    private static readonly ConcurrentDictionary<(string? Configured, string? FFmpeg, string? FFprobe, string? Path), FFmpegTools> s_found = new();

    /// <summary>Finds the tools; the answer is kept for the process as long as the inputs stay the same.</summary>
    /// <param name="configuredPath">The ffmpeg binary or its folder from the configuration; null when not configured.</param>
    /// <exception cref="ConversionException"><see cref="ErrorId.FFmpegNotFound"/>, naming where was looked and how to install it here.</exception>
    public static FFmpegTools Find(string? configuredPath = null)
    {
        string? configured = string.IsNullOrWhiteSpace(configuredPath) ? null : configuredPath;
        (string? FFmpeg, string? FFprobe, string? Path) environment = (Read(FFmpegVariable), Read(FFprobeVariable), Read("PATH"));
        return s_found.GetOrAdd(
            (configured, environment.FFmpeg, environment.FFprobe, environment.Path),
            static key =>
            {
                FFmpegTools found = Search(key.Configured, key.FFmpeg, key.FFprobe, key.Path);
                ChildLauncher.Prepare();
                return found with { Capabilities = new FFmpegCapabilities(found.FFmpegPath, KeptAnswers.OfUser) };
            });
    }

    /// <summary>The search itself, without the cache and with the environment as values.</summary>
    internal static FFmpegTools Search(string? configuredPath, string? ffmpegVariable, string? ffprobeVariable, string? searchPath)
    {
        (string ffmpeg, string foundBy) = (configuredPath, ffmpegVariable) switch
        {
            ({ } path, _) => (Named("ffmpeg", path), "configuration"),
            (null, { } path) => (Named("ffmpeg", path, FFmpegVariable), "environment"),
            _ => (OnPath("ffmpeg", searchPath) ?? throw NotFound("ffmpeg", $"{FFmpegVariable} (not set) and {Shown(searchPath)}"), "PATH"),
        };
        string ffprobe = ffprobeVariable is { } named
            ? Named("ffprobe", named, FFprobeVariable)
            : Beside(ffmpeg) ?? OnPath("ffprobe", searchPath)
                ?? throw NotFound("ffprobe", $"the folder of {ffmpeg}, {FFprobeVariable} (not set) and {Shown(searchPath)}");
        return new FFmpegTools
        {
            FFmpegPath = ffmpeg,
            FFprobePath = ffprobe,
            FoundBy = foundBy,
            Capabilities = new FFmpegCapabilities(ffmpeg),
        };
    }

    /// <summary>The command that installs ffmpeg on this machine.</summary>
    internal static string InstallCommand()
    {
        if (OperatingSystem.IsWindows())
        {
            return "winget install Gyan.FFmpeg";
        }

        if (OperatingSystem.IsMacOS())
        {
            return "brew install ffmpeg";
        }

        (string Manager, string Command)[] managers =
        [
            ("/usr/bin/apt-get", "sudo apt-get install ffmpeg"),
            ("/usr/bin/dnf", "sudo dnf install ffmpeg-free"),
            ("/sbin/apk", "sudo apk add ffmpeg"),
            ("/usr/bin/pacman", "sudo pacman -S ffmpeg"),
            ("/usr/bin/zypper", "sudo zypper install ffmpeg"),
        ];
        return managers.FirstOrDefault(static m => File.Exists(m.Manager)).Command ?? "your distribution's package ffmpeg";
    }

    private static string? Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    // A place that somebody named is used or refused, never skipped: another ffmpeg than the one meant would be worse than none.
    private static string Named(string tool, string path, string? variable = null)
    {
        string namedBy = variable is null ? string.Empty : $", named by the environment variable {variable},";
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            string inside = Path.Combine(full, FileName(tool));
            return IsProgram(inside)
                ? inside
                : throw Unusable($"The folder {full}{namedBy} holds no program {FileName(tool)}.", tool);
        }

        if (!File.Exists(full))
        {
            throw Unusable($"{full}{namedBy} does not exist, so it cannot be used as {tool}.", tool);
        }

        return IsProgram(full) ? full : throw Unusable($"{full}{namedBy} is not executable, so it cannot be used as {tool}.", tool);
    }

    private static string? Beside(string ffmpeg)
    {
        string? Sibling(string path)
        {
            string candidate = Path.Combine(Path.GetDirectoryName(path)!, FileName("ffprobe"));
            return IsProgram(candidate) ? candidate : null;
        }

        return Sibling(ffmpeg) ?? (File.ResolveLinkTarget(ffmpeg, returnFinalTarget: true) is { } target ? Sibling(target.FullName) : null);
    }

    private static string? OnPath(string tool, string? searchPath) =>
        (searchPath ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(static folder => folder.Trim('"'))
            // A relative entry would run whatever lies in the folder that the user happens to be in.
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, FileName(tool)))
            .FirstOrDefault(IsProgram);

    private static bool IsProgram(string path)
    {
        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Execute) != 0);
    }

    private static string FileName(string tool) => OperatingSystem.IsWindows() ? tool + ".exe" : tool;

    private static string Shown(string? searchPath) => searchPath is null ? "PATH (not set)" : $"PATH ({searchPath})";

    private static ConversionException Unusable(string message, string tool) => new(
        ErrorId.FFmpegNotFound,
        FailureKind.Internal,
        message,
        $"Name the {tool} binary or its folder, or install ffmpeg with '{InstallCommand()}'.");

    private static ConversionException NotFound(string tool, string places) => new(
        ErrorId.FFmpegNotFound,
        FailureKind.Internal,
        $"{tool} was not found; looked at {places}.",
        $"Install it with '{InstallCommand()}', or set {FFmpegVariable} to the binary or its folder.");
}
