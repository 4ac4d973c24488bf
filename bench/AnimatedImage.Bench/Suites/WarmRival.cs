using AnimatedImage.Bench.Measuring;

namespace AnimatedImage.Bench.Suites;

/// <summary>Another program, or several one after the other, that makes the same animation from the video.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Extension">Of what it writes.</param>
/// <param name="Program">What has to be on PATH.</param>
/// <param name="Command">A shell's command; <c>$clip</c> is read, <c>$out</c> written, <c>$work</c> an empty folder.</param>
internal sealed record WarmRival(string Name, string Extension, string Program, string Command)
{
    private const string Filter = "fps=10,scale=480:-2:flags=lanczos";

    /// <summary>The beginning of every command.</summary>
    public const string Decode = $"ffmpeg -v error -ss 0 -t 5 -i \"$clip\" -an -vf {Filter} -y";

    public bool IsInstalled => IsOnPath && (Program != "convert" || Machine.VersionOf(Program, "-version").Contains("ImageMagick", StringComparison.Ordinal));

    private bool IsOnPath => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Program)));

    /// <summary>An ffmpeg that does all of it.</summary>
    public static WarmRival FFmpeg(string name, string extension, params string[] arguments) => new(name, extension, "ffmpeg", $"{Decode} {string.Join(' ', arguments)} \"$out\"");

    /// <summary>ffmpeg decodes, another program encodes.</summary>
    public static WarmRival Shell(string name, string extension, string program, string command) => new(name, extension, program, command);

    /// <summary>The arguments of an ffmpeg that decodes and scales what the suites convert, and writes nothing.</summary>
    public static IReadOnlyList<string> DecodeOnly(string clip) => ["-v", "error", "-ss", "0", "-t", "5", "-i", clip, "-an", "-vf", Filter, "-f", "null", "-"];

    /// <summary>Where it writes.</summary>
    public string OutputIn(string folder) => Path.Combine(folder, string.Concat(Name.Where(char.IsAsciiLetterOrDigit)) + "." + Extension);

    public ProcessCost Run(string clip, string folder)
    {
        string work = Directory.CreateTempSubdirectory("animatedimage-bench-").FullName;
        try
        {
            return ProcessMeter.Run("sh", ["-ec", Command, "sh"], new() { ["clip"] = clip, ["out"] = OutputIn(folder), ["work"] = work });
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }
}
