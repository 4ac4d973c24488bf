using AnimatedImage.Bench.Measuring;
using AnimatedImage.Requests;

namespace AnimatedImage.Bench.Suites;

/// <summary>
/// What a conversion costs over the ffmpeg work itself: a clip so small that nothing else is left, converted in a process that has
/// converted before, less an ffmpeg that decodes and scales it and writes nothing.
/// </summary>
internal sealed class OverheadSuite : ISuite
{
    private const int DefaultRuns = 25;
    private const double Most = 60;
    private const double Moonshot = 20;

    // An AVIF needs a second ffmpeg, which is no overhead.
    private static readonly OutputFormat[] s_formats = [OutputFormat.Gif, OutputFormat.WebP, OutputFormat.Apng];

    public string Name => "overhead";

    public string Summary => "what does a warm conversion cost over the ffmpeg work itself?";

    public BenchReport Run(BenchOptions options)
    {
        int runs = options.Runs ?? DefaultRuns;
        BenchReport report = new(
            "Fixed overhead of a warm conversion",
            [
                $"{Machine.Describe()}; {Machine.VersionOf("ffmpeg", "-version")}.",
                $"A clip of 64 × 48 pixels and one second to 10 frames; median of {runs} runs in turns after one uncounted run each.",
                $"Must: at most {Most} ms; moonshot: {Moonshot} ms.",
            ],
            ["format", "conversion ms", "ffmpeg alone ms", "overhead ms", "CPU of the conversion ms", "CPU of ffmpeg alone ms", "must"]);
        string folder = Directory.CreateTempSubdirectory("animatedimage-bench-").FullName;
        try
        {
            string clip = Path.Combine(folder, "clip.mp4");
            ProcessMeter.Run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10:duration=1", "-c:v", "mpeg4", "-y", clip]);
            // Files that changed a moment ago are asked about each time.
            File.SetLastWriteTimeUtc(clip, DateTime.UtcNow.AddHours(-1));
            WarmConversion warm = new();
            foreach (OutputFormat format in s_formats)
            {
                Add(report, warm, clip, format, Path.Combine(folder, "ours." + format.ToString().ToLowerInvariant()), runs);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return report;
    }

    private static void Add(BenchReport report, WarmConversion warm, string clip, OutputFormat format, string output, int runs)
    {
        ConversionRequest request = WarmConversion.Request(clip, output, format) with { Size = new FrameSize() };
        IReadOnlyList<ProcessCost> costs = Contest.Run(
            runs,
            () => warm.Run(request),
            () => ProcessMeter.Run("ffmpeg", ["-v", "error", "-i", clip, "-an", "-vf", "fps=10", "-f", "null", "-"]));
        double overhead = (costs[0].WallSeconds - costs[1].WallSeconds) * 1000;
        report.Add(
            format.ToString(),
            costs[0].WallSeconds * 1000,
            costs[1].WallSeconds * 1000,
            overhead,
            costs[0].CpuSeconds * 1000,
            costs[1].CpuSeconds * 1000,
            overhead <= Moonshot ? "moonshot reached" : overhead <= Most ? "met" : "missed");
        Console.WriteLine($"  {format}");
    }
}
