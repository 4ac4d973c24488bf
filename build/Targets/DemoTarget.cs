using System.Globalization;
using AnimatedImage.Build.Machine;

namespace AnimatedImage.Build.Targets;

internal sealed class DemoTarget : ITarget
{
    /// <summary>Of a long video only the beginning is shown.</summary>
    private const int Seconds = 10;

    private static readonly string[] _formats = ["gif", "webp"];

    public string Name => "Demo";

    public string Usage => "Demo [VIDEO]";

    public string Summary => "builds, then makes a GIF and a WebP from a video into demo-output";

    public int Run(Repository repository, BuildArguments arguments)
    {
        PackageInstaller.Require(ExternalProgram.FFmpeg);
        PowerShellHost? host = PowerShellHost.FindOrInstall(repository);
        new BuildTarget().Run(repository, arguments);

        Directory.CreateDirectory(repository.DemoOutput);
        string video = arguments.OptionOrValue("path") is { } given ? Existing(given) : MakeClip(repository.DemoOutput);
        int seconds = Duration(video) > Seconds ? Seconds : 0;
        string[] outputs = [.. _formats.Select(format => Path.Combine(repository.DemoOutput, Path.GetFileNameWithoutExtension(video) + "." + format))];
        Array.ForEach(outputs, File.Delete);

        int? code = host is null ? ConvertByHost(repository, video, seconds) : ConvertByCmdlets(repository, host, video, seconds);
        if (code != 0 || Array.Exists(outputs, output => !File.Exists(output)))
        {
            throw new BuildException("The demo failed; the messages above tell why.");
        }

        Say.Line("Open these in a browser:");
        foreach (string output in outputs)
        {
            Say.Line(string.Create(CultureInfo.InvariantCulture, $"  {output}  ({new FileInfo(output).Length / 1024.0:N0} KB)"));
        }

        return 0;
    }

    private static int? ConvertByCmdlets(Repository repository, PowerShellHost host, string video, int seconds)
    {
        Say.Step($"Demo in PowerShell {host.Version}");
        string script = repository.At("build", "Demo", "Show-Conversion.ps1");
        string[] part = seconds > 0 ? ["-Seconds", seconds.ToString(CultureInfo.InvariantCulture)] : [];
        return host.RunScript(script, ["-Module", repository.ModuleManifestShipped, "-Video", video, "-Destination", repository.DemoOutput, .. part], TimeSpan.FromMinutes(30));
    }

    private static int? ConvertByHost(Repository repository, string video, int seconds)
    {
        Say.Step("Demo in the headless host, because there is no PowerShell here: the same conversion without the cmdlets");
        string program = Path.Combine(repository.BuiltProject("AnimatedImage.Worker"), "AnimatedImage.Worker.dll");
        string[] part = seconds > 0 ? ["--duration", seconds.ToString(CultureInfo.InvariantCulture)] : [];
        string[] command =
        [
            "convert", video, "--destination", repository.DemoOutput, "--format", "Gif", "--format", "WebP", "--long-side", "480", "--frame-rate", "12", "--force", .. part,
        ];
        Say.Line($"$ AnimatedImage.Worker {string.Join(' ', command)}");
        return ChildProcess.TryRun("dotnet", [program, .. command], limit: TimeSpan.FromMinutes(30));
    }

    private static string Existing(string video) =>
        File.Exists(video) ? Path.GetFullPath(video) : throw new BuildException($"There is no file {Path.GetFullPath(video)}.");

    /// <summary>A dive into the Mandelbrot set, which every ffmpeg can make.</summary>
    private static string MakeClip(string folder)
    {
        string clip = Path.Combine(folder, "mandelbrot.mp4");
        if (!File.Exists(clip))
        {
            Say.Step("Making a clip with ffmpeg");
            string temporary = Path.Combine(folder, "mandelbrot.part.mp4");
            const string source = "mandelbrot=size=640x360:rate=25:start_scale=2.5:end_scale=0.002:end_pts=150:maxiter=400";
            ChildProcess.Run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", source, "-t", "6", "-pix_fmt", "yuv420p", "-y", temporary]);
            File.Move(temporary, clip);
        }

        return clip;
    }

    /// <summary>Seconds; 0 when ffprobe cannot tell, which then the conversion explains.</summary>
    private static double Duration(string video)
    {
        string output = ChildProcess.Capture("ffprobe", ["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", video]).Output;
        return double.TryParse(output, CultureInfo.InvariantCulture, out double seconds) ? seconds : 0;
    }
}
