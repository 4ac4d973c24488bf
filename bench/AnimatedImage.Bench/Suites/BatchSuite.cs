using System.Diagnostics;
using System.Globalization;
using AnimatedImage.Bench.Measuring;
using AnimatedImage.Requests;

namespace AnimatedImage.Bench.Suites;

/// <summary>
/// Ten videos to each of the formats that most people ask for: the cmdlet as it is and with one at a time, in a whole pwsh, and as many at
/// once as there are cores in a process that has converted before, next to the shell loops that a careful user writes.
/// </summary>
internal sealed class BatchSuite : ISuite
{
    private const int DefaultRuns = 3;
    private const int Inputs = 10;

    private static readonly Loops[] s_formats =
    [
        new(OutputFormat.WebP, "webp", "-vf fps=10,scale=480:-2:flags=lanczos -c:v libwebp_anim -quality 80 -loop 0"),
        new(OutputFormat.Gif, "gif", "-vf 'fps=10,scale=480:-2:flags=lanczos,split[a][b];[a]palettegen[p];[b][p]paletteuse' -loop 0"),
    ];

    public string Name => "batch";

    public string Summary => "ten videos to WebP and GIF, next to shell loops around ffmpeg";

    public BenchReport Run(BenchOptions options)
    {
        int runs = options.Runs ?? DefaultRuns;
        int cores = Environment.ProcessorCount;
        BenchReport report = new(
            $"{Inputs} videos to WebP and to GIF: 5 s, 480 px, 10 fps each",
            [
                $"{Machine.Describe()}; {Machine.VersionOf("ffmpeg", "-version")}.",
                $"Median of {runs} runs in turns after one uncounted run each; peak memory is that of all processes together.",
                .. s_formats.SelectMany(format => format.All(cores).Select(loop => $"{format.Format}, {loop.Name}: `{loop.Command}`")),
            ],
            ["format", "program", "wall s", "CPU s", "wall to the best loop", "peak MB"]);
        string folder = Directory.CreateTempSubdirectory("animatedimage-bench-").FullName;
        try
        {
            Fill(options, folder);
            foreach (Loops format in s_formats)
            {
                Measure(format, runs, cores, options, folder, report);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return report;
    }

    private static void Measure(Loops format, int runs, int cores, BenchOptions options, string folder, BenchReport report)
    {
        (string Name, string Command)[] loops = format.All(cores);
        WarmConversion warm = new();
        (string Name, Func<ProcessCost> Run)[] ours =
        [
            ($"ours, warm, {cores} at once", () => Warm(warm, format, folder, cores)),
            ("ours, pwsh from start to end", () => Pwsh(options, format, folder, string.Empty)),
            ("ours, pwsh from start to end, -ThrottleLimit 1", () => Pwsh(options, format, folder, "-ThrottleLimit 1")),
        ];
        IReadOnlyList<ProcessCost> costs = Contest.Run(
            runs,
            [
                .. ours.Select(rival => rival.Run),
                .. loops.Select(loop => (Func<ProcessCost>)(() => ProcessMeter.Run("sh", ["-ec", loop.Command, "sh"], new() { ["work"] = folder }))),
            ]);
        double best = costs.Skip(ours.Length).Min(cost => cost.WallSeconds);
        foreach ((string name, ProcessCost cost) in ours.Select(rival => rival.Name).Concat(loops.Select(loop => loop.Name)).Zip(costs))
        {
            report.Add(format.Format, name, cost.WallSeconds, cost.CpuSeconds, cost.WallSeconds / best, cost.PeakMegabytes);
        }
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

    private static ProcessCost Warm(WarmConversion warm, Loops format, string folder, int atOnce)
    {
        TimeSpan ownBefore = Environment.CpuUsage.TotalTime;
        double? childrenBefore = ChildUsage.CpuSeconds();
        Stopwatch watch = Stopwatch.StartNew();
        Parallel.ForEachAsync(
            Directory.EnumerateFiles(folder, "*.mp4"),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (clip, _) => await warm.ConvertAsync(WarmConversion.Request(clip, $"{clip}.ours.{format.Extension}", format.Format))).GetAwaiter().GetResult();
        double wall = watch.Elapsed.TotalSeconds;
        return new ProcessCost(wall, ChildUsage.CpuSeconds() - childrenBefore + (Environment.CpuUsage.TotalTime - ownBefore).TotalSeconds, null);
    }

    private static ProcessCost Pwsh(BenchOptions options, Loops format, string folder, string throttle) => ProcessMeter.Run(
        "pwsh",
        [
            "-NoProfile", "-NonInteractive", "-Command",
            $"$ErrorActionPreference = 'Stop'; Import-Module '{options.Module}'; Get-ChildItem '{folder}/*.mp4' | Convert-VideoToAnimation -Destination '{{dirname}}/{{name}}.pwsh.{format.Extension}' -Duration 5 -SampleRate 10 -Width 480 -Force {throttle} | Out-Null",
        ]);

    /// <summary>The loops that end in one format.</summary>
    /// <param name="Format">The format.</param>
    /// <param name="Extension">Of its files.</param>
    /// <param name="Encode">What ffmpeg is told.</param>
    private sealed record Loops(OutputFormat Format, string Extension, string Encode)
    {
        private const string Read = "-ss 0 -t 5 -i";

        public (string Name, string Command)[] All(int cores) =>
        [
            ("for … ffmpeg", $"for f in \"$work\"/*.mp4; do ffmpeg -nostdin -v error {Read} \"$f\" -an {Encode} -y \"$f.{Extension}\"; done"),
            ($"xargs -P{cores} ffmpeg", $"printf '%s\\0' \"$work\"/*.mp4 | xargs -0 -P{cores} -I@ ffmpeg -nostdin -v error {Read} @ -an {Encode} -y @.{Extension}"),
            ($"xargs -P{cores} ffmpeg -threads 1", $"printf '%s\\0' \"$work\"/*.mp4 | xargs -0 -P{cores} -I@ ffmpeg -nostdin -v error -threads 1 {Read} @ -an {Encode} -threads 1 -y @.{Extension}"),
        ];
    }
}
