using System.Diagnostics;
using System.Globalization;
using AnimatedImage.Bench.Measuring;

namespace AnimatedImage.Bench.Suites;

/// <summary>
/// Ten videos to WebP: the cmdlet as it is and with one at a time, in a whole pwsh, and as many at once as there are cores in a process that has
/// converted before, next to the shell loops that a careful user writes.
/// </summary>
internal sealed class BatchSuite : ISuite
{
    private const int DefaultRuns = 3;
    private const int Inputs = 10;
    private const string Filter = "fps=10,scale=480:-2:flags=lanczos";
    private const string Encode = "-c:v libwebp_anim -quality 80 -loop 0";

    public string Name => "batch";

    public string Summary => "ten videos to WebP, next to shell loops around ffmpeg";

    public BenchReport Run(BenchOptions options)
    {
        int runs = options.Runs ?? DefaultRuns;
        int cores = Environment.ProcessorCount;
        (string Name, string Command)[] loops =
        [
            ("for … ffmpeg", $"for f in \"$work\"/*.mp4; do ffmpeg -nostdin -v error -ss 0 -t 5 -i \"$f\" -an -vf {Filter} {Encode} -y \"$f.webp\"; done"),
            ($"xargs -P{cores} ffmpeg", $"printf '%s\\0' \"$work\"/*.mp4 | xargs -0 -P{cores} -I@ ffmpeg -nostdin -v error -ss 0 -t 5 -i @ -an -vf {Filter} {Encode} -y @.webp"),
            ($"xargs -P{cores} ffmpeg -threads 1", $"printf '%s\\0' \"$work\"/*.mp4 | xargs -0 -P{cores} -I@ ffmpeg -nostdin -v error -threads 1 -ss 0 -t 5 -i @ -an -vf {Filter} {Encode} -threads 1 -y @.webp"),
        ];
        BenchReport report = new(
            $"{Inputs} videos to WebP: 5 s, 480 px, 10 fps each",
            [
                $"{Machine.Describe()}; {Machine.VersionOf("ffmpeg", "-version")}.",
                $"Median of {runs} runs in turns after one uncounted run each; peak memory is that of all processes together.",
                .. loops.Select(loop => $"{loop.Name}: `{loop.Command}`"),
            ],
            ["program", "wall s", "CPU s", "wall to the best loop", "peak MB"]);
        string folder = Directory.CreateTempSubdirectory("animatedimage-bench-").FullName;
        try
        {
            Fill(options, folder);
            WarmConversion warm = new();
            IReadOnlyList<ProcessCost> costs = Contest.Run(
                runs,
                [
                    () => Warm(warm, folder, cores),
                    () => Pwsh(options, folder, string.Empty),
                    () => Pwsh(options, folder, "-ThrottleLimit 1"),
                    .. loops.Select(loop => (Func<ProcessCost>)(() => ProcessMeter.Run("sh", ["-ec", loop.Command, "sh"], new() { ["work"] = folder }))),
                ]);
            double best = costs.Skip(3).Min(cost => cost.WallSeconds);
            string[] names = [$"ours, warm, {cores} at once", "ours, pwsh from start to end", "ours, pwsh from start to end, -ThrottleLimit 1", .. loops.Select(loop => loop.Name)];
            foreach ((string name, ProcessCost cost) in names.Zip(costs))
            {
                report.Add(name, cost.WallSeconds, cost.CpuSeconds, cost.WallSeconds / best, cost.PeakMegabytes);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return report;
    }

    /// <summary>Ten videos, each a file of its own, from the clips in turns.</summary>
    private static void Fill(BenchOptions options, string folder)
    {
        string[] clips = [.. Clips.WithPicture(options)];
        for (int input = 0; input < Inputs; input++)
        {
            ProcessMeter.Run("ffmpeg", ["-v", "error", "-i", clips[input % clips.Length], "-map", "0:v", "-c", "copy", "-t", "6", Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{input}.mp4"))]);
        }
    }

    private static ProcessCost Warm(WarmConversion warm, string folder, int atOnce)
    {
        TimeSpan ownBefore = Environment.CpuUsage.TotalTime;
        double? childrenBefore = ChildUsage.CpuSeconds();
        Stopwatch watch = Stopwatch.StartNew();
        Parallel.ForEachAsync(
            Directory.EnumerateFiles(folder, "*.mp4"),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (clip, _) => await warm.ConvertAsync(WarmConversion.Request(clip, clip + ".ours.webp", Requests.OutputFormat.WebP))).GetAwaiter().GetResult();
        double wall = watch.Elapsed.TotalSeconds;
        return new ProcessCost(wall, ChildUsage.CpuSeconds() - childrenBefore + (Environment.CpuUsage.TotalTime - ownBefore).TotalSeconds, null);
    }

    private static ProcessCost Pwsh(BenchOptions options, string folder, string throttle) => ProcessMeter.Run(
        "pwsh",
        [
            "-NoProfile", "-NonInteractive", "-Command",
            $"$ErrorActionPreference = 'Stop'; Import-Module '{options.Module}'; Get-ChildItem '{folder}/*.mp4' | Convert-VideoToAnimation -Destination '{{dirname}}/{{name}}.pwsh.webp' -Duration 5 -SampleRate 10 -Width 480 -Force {throttle} | Out-Null",
        ]);
}
