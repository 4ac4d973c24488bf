using AnimatedImage.Bench.Measuring;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Bench.Suites;

/// <summary>Twenty frames spread over a two-hour film, next to the same over its first minute and to ffmpeg's filter that takes a frame every six minutes.</summary>
internal sealed class SparseSuite : ISuite
{
    private const int DefaultRuns = 3;
    private const int Hours = 2;
    private const int Frames = 20;

    public string Name => "sparse";

    public string Summary => "twenty frames over two hours, next to twenty of one minute and to ffmpeg's fps filter";

    public BenchReport Run(BenchOptions options)
    {
        int runs = options.Runs ?? DefaultRuns;
        BenchReport report = new(
            "Twenty frames of a two-hour film",
            [
                $"{Machine.Describe()}; {Machine.VersionOf("ffmpeg", "-version")}.",
                $"Ours: whole conversions to WebP, 480 pixels wide, in a warm process; median of {runs} runs. ffmpeg: `-vf fps=1/360,scale=480:-2 -f null -`, once, because it decodes everything.",
            ],
            ["film", "what", "wall s", "CPU s", "times faster than ffmpeg"]);
        string folder = Directory.CreateTempSubdirectory("animatedimage-bench-").FullName;
        try
        {
            string clip = Clips.Find(options)[0];
            Measure(report, clip, MakeFilm(clip, folder), folder, runs);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return report;
    }

    private static void Measure(BenchReport report, string clip, string film, string folder, int runs)
    {
        WarmConversion warm = new();
        string output = Path.Combine(folder, "out.webp");
        int seconds = Hours * 3600;
        IReadOnlyList<ProcessCost> costs = Contest.Run(
            runs,
            () => warm.Run(Request(film, output, seconds)),
            () => warm.Run(Request(film, output, 60)));
        ProcessCost plain = ProcessMeter.Run("ffmpeg", ["-v", "error", "-i", film, "-an", "-vf", $"fps=1/{seconds / Frames},scale=480:-2", "-f", "null", "-"]);
        string name = Path.GetFileNameWithoutExtension(clip);
        report.Add(name, $"ours, {Hours} hours", costs[0].WallSeconds, costs[0].CpuSeconds, plain.WallSeconds / costs[0].WallSeconds);
        report.Add(name, "ours, one minute", costs[1].WallSeconds, costs[1].CpuSeconds, null);
        report.Add(name, $"ffmpeg, {Hours} hours", plain.WallSeconds, plain.CpuSeconds, 1.0);
    }

    private static ConversionRequest Request(string film, string output, int seconds) => new()
    {
        Source = MediaLocation.FromPath(film),
        Destination = output,
        Formats = [OutputFormat.WebP],
        Clip = new ClipRange { Duration = TimePosition.FromSeconds(seconds) },
        Sampling = new Sampling { Interval = (double)seconds / Frames },
        Size = new FrameSize { Width = FrameDimension.FromNumber(480) },
        Force = true,
    };

    /// <summary>The clip again and again, its pictures as they are.</summary>
    private static string MakeFilm(string clip, string folder)
    {
        string film = Path.Combine(folder, "film.mp4");
        ProcessMeter.Run("ffmpeg", ["-v", "error", "-stream_loop", "-1", "-i", clip, "-map", "0:v", "-c", "copy", "-t", $"{Hours * 3600}", "-movflags", "+faststart", film]);
        return film;
    }
}
