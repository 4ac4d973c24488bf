using System.Globalization;
using AnimatedImage.Bench.Measuring;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Bench.Suites;

/// <summary>Twenty frames spread over a film of two hours, next to the same over its first minute and to ffmpeg's filter that takes one in so many seconds.</summary>
internal sealed class SparseSuite : ISuite
{
    private const int DefaultRuns = 3;
    private const int DefaultMinutes = 120;
    private const int Frames = 20;

    // The film is one clip again and again; every six minutes sharp could be its first frame each time, which is the cheapest to reach.
    private const double OffTheBeat = 0.7;

    public string Name => "sparse";

    public string Summary => "twenty frames over two hours, next to twenty of one minute and to ffmpeg's fps filter";

    public BenchReport Run(BenchOptions options)
    {
        int runs = options.Runs ?? DefaultRuns;
        BenchReport report = new(
            "Twenty frames of a long film",
            [
                $"{Machine.Describe()}; {Machine.VersionOf("ffmpeg", "-version")}.",
                $"Ours: whole conversions to WebP, 480 pixels wide, in a warm process, exact frames unless told; median of {runs} runs in turns. ffmpeg: `-vf fps=1/N,scale=480:-2 -f null -` with N so that it takes twenty frames; once, because it decodes everything.",
                "Exact frames cost the decoding from the key frame before each sample: where key frames lie K seconds apart, about twenty times K/2 seconds of film, and nothing avoids that.",
                "The row with a peak is a whole process of the headless host; its memory is that of all processes together.",
            ],
            ["film", "what", "wall s", "CPU s", "times faster than ffmpeg", "times less CPU", "wall to one minute", "peak MB"]);
        string folder = Directory.CreateTempSubdirectory("animatedimage-bench-").FullName;
        try
        {
            int minutes = options.Minutes ?? DefaultMinutes;
            Measure(report, options, MakeFilm(options, folder, minutes), minutes, folder, runs);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return report;
    }

    /// <summary>A clip again and again, its pictures as they are; the first that is a video, preferring one that is longer than a few seconds.</summary>
    public static string MakeFilm(BenchOptions options, string folder, int minutes)
    {
        string clip = Clips.WithPicture(options).MaxBy(path => new FileInfo(path).Length)!;
        string film = Path.Combine(folder, Path.GetFileNameWithoutExtension(clip) + "-film.mp4");
        ProcessMeter.Run(
            "ffmpeg",
            ["-v", "error", "-stream_loop", "-1", "-i", clip, "-map", "0:v", "-c", "copy", "-t", string.Create(CultureInfo.InvariantCulture, $"{minutes * 60}"), "-movflags", "+faststart", film]);
        return film;
    }

    private static void Measure(BenchReport report, BenchOptions options, string film, int minutes, string folder, int runs)
    {
        WarmConversion warm = new();
        string output = Path.Combine(folder, "out.webp");
        int seconds = minutes * 60;
        string length = minutes % 60 == 0 ? $"{minutes / 60} hours" : $"{minutes} minutes";
        double interval = ((double)seconds / Frames) - OffTheBeat;
        string spaced = interval.ToString(CultureInfo.InvariantCulture);
        IReadOnlyList<ProcessCost> costs = Contest.Run(
            runs,
            () => warm.Run(Request(film, output, seconds, interval, FrameAccuracy.Exact)),
            () => warm.Run(Request(film, output, 60, 60.0 / Frames, FrameAccuracy.Exact)),
            () => warm.Run(Request(film, output, seconds, interval, FrameAccuracy.Fast)),
            () => ProcessMeter.Run("dotnet", [options.Worker, "convert", film, "--destination", output, "--sample-interval", spaced, "--max-frame", "100", "--frame-rate", "2", "--width", "480", "--force"]));
        ProcessCost plain = ProcessMeter.Run("ffmpeg", ["-v", "error", "-i", film, "-an", "-vf", $"fps=1/{seconds / Frames},scale=480:-2", "-f", "null", "-"]);
        string name = Path.GetFileNameWithoutExtension(film);
        string[] rows = [$"ours, {length}", "ours, one minute", $"ours, {length}, key frames will do", $"ours, {length}, host from start to end"];
        foreach ((string what, ProcessCost cost) in rows.Zip(costs))
        {
            bool isLong = cost != costs[1];
            report.Add(name, what, cost.WallSeconds, cost.CpuSeconds, isLong ? plain.WallSeconds / cost.WallSeconds : null, isLong ? plain.CpuSeconds / cost.CpuSeconds : null, cost.WallSeconds / costs[1].WallSeconds, cost.PeakMegabytes);
        }

        report.Add(name, $"ffmpeg, {length}", plain.WallSeconds, plain.CpuSeconds, 1.0, 1.0, plain.WallSeconds / costs[1].WallSeconds, plain.PeakMegabytes);
    }

    private static ConversionRequest Request(string film, string output, int seconds, double interval, FrameAccuracy accuracy) => new()
    {
        Source = MediaLocation.FromPath(film),
        Destination = output,
        Formats = [OutputFormat.WebP],
        Clip = new ClipRange { Duration = TimePosition.FromSeconds(seconds) },
        Sampling = new Sampling { Interval = interval, Accuracy = accuracy },
        Playback = new Playback { FrameRate = 2 },
        Size = new FrameSize { Width = FrameDimension.FromNumber(480) },
        Force = true,
    };
}
