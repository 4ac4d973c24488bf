using AnimatedImage.Bench.Measuring;

namespace AnimatedImage.Bench.Suites;

/// <summary>
/// The headless host and ffmpeg, both as whole processes from the same video to a file: 5 s, 480 pixels wide, 10 frames a second.
/// The ffmpeg command is the one that a careful user writes: seek before the input, Lanczos scaling, a palette for GIF, and the
/// quality that corresponds to the host's default.
/// </summary>
internal sealed class ConvertSuite : ISuite
{
    private const int DefaultRuns = 5;
    private const string Filter = "fps=10,scale=480:-2:flags=lanczos";

    private static readonly (string Format, string Extension, string[] Arguments)[] _formats =
    [
        ("Gif", "gif", ["-vf", Filter + ",split[a][b];[a]palettegen[p];[b][p]paletteuse", "-loop", "0"]),
        ("WebP", "webp", ["-vf", Filter, "-c:v", "libwebp_anim", "-quality", "80", "-loop", "0"]),
        ("Apng", "apng", ["-vf", Filter, "-f", "apng", "-pred", "mixed", "-plays", "0"]),
        ("Avif", "avif", ["-vf", Filter, "-c:v", "libaom-av1", "-crf", "26", "-b:v", "0", "-cpu-used", "6", "-row-mt", "1", "-pix_fmt", "yuv420p"]),
    ];

    public string Name => "convert";

    public string Summary => "5 s at 480 px and 10 fps in every format, next to the plain ffmpeg command";

    public BenchReport Run(BenchOptions options)
    {
        string version = Machine.VersionOf("ffmpeg", "-version");
        int runs = options.Runs ?? DefaultRuns;
        var report = new BenchReport(
            "Convert 5 s, 480 px, 10 fps",
            [
                $"{Machine.Describe()}; {version}.",
                $"Whole processes: `AnimatedImage.Worker convert` and `ffmpeg`; median of {runs} runs in turns after one uncounted run each. Ratios below 1 are in our favour.",
                .. _formats.Select(format => $"ffmpeg {format.Format}: `{string.Join(' ', format.Arguments)}`"),
            ],
            ["clip", "format", "wall s", "ffmpeg wall s", "wall ratio", "CPU ratio", "peak MB", "ffmpeg peak MB", "KB", "ffmpeg KB", "size ratio"]);
        string folder = Directory.CreateTempSubdirectory("animatedimage-bench-").FullName;
        try
        {
            foreach (string clip in Clips.Find(options))
            {
                foreach ((string format, string extension, string[] arguments) in _formats)
                {
                    Compare(report, options, runs, clip, format, Path.Combine(folder, "ours." + extension), Path.Combine(folder, "ffmpeg." + extension), arguments);
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return report;
    }

    private static void Compare(BenchReport report, BenchOptions options, int runs, string clip, string format, string ours, string theirs, string[] arguments)
    {
        string name = Path.GetFileNameWithoutExtension(clip);
        try
        {
            IReadOnlyList<ProcessCost> costs = Contest.Run(
                runs,
                () => ProcessMeter.Run("dotnet", [options.Worker, "convert", clip, "--destination", ours, "--format", format, "--duration", "5", "--width", "480", "--frame-rate", "10", "--force"]),
                () => ProcessMeter.Run("ffmpeg", ["-v", "error", "-ss", "0", "-t", "5", "-i", clip, "-an", .. arguments, "-y", theirs]));
            double ourSize = new FileInfo(ours).Length / 1024.0;
            double theirSize = new FileInfo(theirs).Length / 1024.0;
            report.Add(
                name,
                format,
                costs[0].WallSeconds,
                costs[1].WallSeconds,
                costs[0].WallSeconds / costs[1].WallSeconds,
                costs[0].CpuSeconds / costs[1].CpuSeconds,
                costs[0].PeakMegabytes,
                costs[1].PeakMegabytes,
                ourSize,
                theirSize,
                ourSize / theirSize);
            Console.WriteLine($"  {name} {format}");
        }
        catch (BenchException exception)
        {
            // A folder of one's own may hold videos without a picture; the others are still worth measuring.
            Console.Error.WriteLine($"  {name} {format} was left out: {exception.Message.Trim()}");
        }
    }
}
