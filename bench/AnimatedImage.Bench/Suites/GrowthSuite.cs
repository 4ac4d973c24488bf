using System.Diagnostics;
using System.Globalization;
using AnimatedImage.Bench.Measuring;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Bench.Suites;

/// <summary>How the cost of a conversion grows: with the length of the film, with what is taken of it, with frames, pixels, cores and inputs.</summary>
internal sealed class GrowthSuite : ISuite
{
    private const int DefaultRuns = 3;
    private const int FilmMinutes = 120;

    public string Name => "growth";

    public string Summary => "how the cost of WebP grows with length, frames, pixels, cores and inputs";

    public BenchReport Run(BenchOptions options)
    {
        int runs = options.Runs ?? DefaultRuns;
        BenchReport report = new(
            "How cost grows",
            [
                $"{Machine.Describe()}; {Machine.VersionOf("ffmpeg", "-version")}.",
                $"Conversions to WebP, 480 pixels wide unless told, in a process that has converted before; median of {runs} runs. Rows with a peak are whole processes of the headless host, their memory that of all processes together.",
            ],
            ["grows", "by", "wall s", "CPU s", "peak MB"]);
        string folder = Directory.CreateTempSubdirectory("animatedimage-bench-").FullName;
        try
        {
            string film = SparseSuite.MakeFilm(options, folder, options.Minutes ?? FilmMinutes);
            LineChart chart = new();
            foreach (Growth growth in Growths(options, new WarmConversion(), film, folder))
            {
                List<(string, double, double)> points = [];
                foreach (double step in growth.Steps)
                {
                    ProcessCost cost = Contest.Run(runs, () => growth.Measure(step))[0];
                    report.Add(growth.Title, step.ToString("0.##", CultureInfo.InvariantCulture) + " " + growth.Unit, cost.WallSeconds, cost.CpuSeconds, cost.PeakMegabytes);
                    points.Add(("wall s", step, cost.WallSeconds));
                    if (cost.CpuSeconds is { } cpu)
                    {
                        points.Add(("CPU s", step, cpu));
                    }
                }

                chart.Add(growth.Title, growth.Unit, "seconds", points);
                Console.WriteLine($"  {growth.Title}");
            }

            report.Plots.Add(("cost", chart.ToSvg()));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return report;
    }

    private static IEnumerable<Growth> Growths(BenchOptions options, WarmConversion warm, string film, string folder)
    {
        string output = Path.Combine(folder, "out.webp");
        int minutes = options.Minutes ?? FilmMinutes;
        yield return new("20 frames over more and more of a film", "minutes", [1, minutes / 8.0, minutes / 4.0, minutes / 2.0, minutes], step => warm.Run(Request(film, output, step * 60, 20 / (step * 60), 480)));
        yield return new("every second of a film that grows: memory", "minutes", [0.5, 2, 8], step => Host(options, film, output, ["--duration", Text(step * 60), "--sample-rate", "1", "--frame-rate", "10"]));
        yield return new("seconds taken at 10 frames a second", "seconds", [2, 5, 10, 20], step => warm.Run(Request(film, output, step, 10, 480)));
        yield return new("frames of one minute", "frames", [5, 20, 60, 120], step => warm.Run(Request(film, output, 60, step / 60, 480)));
        yield return new("pixels of 5 s", "pixels across", [120, 240, 480, 720], step => warm.Run(Request(film, output, 5, 10, (int)step)));
        yield return new("videos, all at once", "videos", [1, 2, 4, 8], step => Several(warm, film, folder, (int)step));
        if (OperatingSystem.IsLinux() && File.Exists("/usr/bin/taskset"))
        {
            double[] cores = [.. Enumerable.Range(1, Environment.ProcessorCount).Where(count => (count & (count - 1)) == 0).Select(count => (double)count)];
            yield return new("5 s on more cores, whole processes", "cores", cores, step => OnCores(options, film, output, (int)step));
        }
    }

    private static ProcessCost Host(BenchOptions options, string film, string output, string[] arguments) =>
        ProcessMeter.Run("dotnet", [options.Worker, "convert", film, "--destination", output, "--width", "480", "--force", .. arguments]);

    private static ProcessCost OnCores(BenchOptions options, string film, string output, int cores) => ProcessMeter.Run(
        "taskset", ["-c", $"0-{cores - 1}", "dotnet", options.Worker, "convert", film, "--destination", output, "--width", "480", "--force", "--duration", "5", "--sample-rate", "10"]);

    private static ProcessCost Several(WarmConversion warm, string film, string folder, int videos)
    {
        TimeSpan ownBefore = Environment.CpuUsage.TotalTime;
        double? childrenBefore = ChildUsage.CpuSeconds();
        Stopwatch watch = Stopwatch.StartNew();
        Task.WhenAll(Enumerable.Range(0, videos).Select(video => warm.ConvertAsync(
            Request(film, Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"out-{video}.webp")), 5, 10, 480)))).GetAwaiter().GetResult();
        double wall = watch.Elapsed.TotalSeconds;
        return new ProcessCost(wall, ChildUsage.CpuSeconds() - childrenBefore + (Environment.CpuUsage.TotalTime - ownBefore).TotalSeconds, null);
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static ConversionRequest Request(string film, string output, double seconds, double rate, int width) => new()
    {
        Source = MediaLocation.FromPath(film),
        Destination = output,
        Formats = [OutputFormat.WebP],
        Clip = new ClipRange { Duration = TimePosition.FromSeconds(seconds) },
        Sampling = new Sampling { Rate = rate },
        Playback = new Playback { FrameRate = 10 },
        Size = new FrameSize { Width = FrameDimension.FromNumber(width) },
        Force = true,
    };

    private sealed record Growth(string Title, string Unit, IReadOnlyList<double> Steps, Func<double, ProcessCost> Measure);
}
