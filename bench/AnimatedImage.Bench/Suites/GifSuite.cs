using System.Globalization;
using AnimatedImage.Bench.Gif;
using AnimatedImage.Bench.Measuring;

namespace AnimatedImage.Bench.Suites;

/// <summary>
/// Our GIF encoder next to the others, all given the same decoded frames (5 s, 10 a second, at most 480 pixels wide): what they cost,
/// how large their files are and how close to the source. Ours and ffmpeg read raw frames, gifski PNGs; a process's start counts in the
/// table, and ours is measured without it and warm beside that.
/// </summary>
internal sealed class GifSuite : ISuite
{
    private const int DefaultRuns = 3;

    public string Name => "gif";

    public string Summary => "our GIF encoder next to ffmpeg's palettes, gifski and gifsicle: time, memory, size, closeness";

    public BenchReport Run(BenchOptions options)
    {
        List<string> notes =
        [
            $"{Machine.Describe()}; {Machine.VersionOf("ffmpeg", "-version")}.",
            "Every encoder gets the same decoded frames; start and reading of the frames count. ssimulacra and butteraugli are means over four frames, lower is better; flicker: see `PictureQuality`. gifsicle's cost is its own, without that of the ffmpeg whose file it takes.",
        ];
        GifRival[] rivals = [.. GifRival.All.Where(rival => rival.IsInstalled)];
        notes.AddRange(GifRival.All.Except(rivals).Select(rival => rival.Program).Distinct().Select(program => $"{program} is not on PATH and was left out."));
        BenchReport report = new("GIF encoders on the same frames", notes, ["clip", "encoder", "wall s", "CPU s", "peak MB", "KB", "ssimulacra", "butteraugli", "b. max", "PSNR", "flicker"]);
        GifComparison comparison = new();
        CurveChart ssimulacra = new("ssimulacra"), butteraugli = new("butteraugli 3-norm");
        string folder = Directory.CreateTempSubdirectory("animatedimage-bench-").FullName;
        try
        {
            foreach (string video in Clips.Find(options))
            {
                RawClip clip = RawClip.Decode(video, folder);
                GifResult[] results = Measure(clip, rivals, options.Runs ?? DefaultRuns, folder);
                foreach (GifResult result in results)
                {
                    PictureQuality quality = result.Quality;
                    report.Add(clip.Name, result.Rival.Name, result.Cost.WallSeconds, result.Cost.CpuSeconds, result.Cost.PeakMegabytes, result.Bytes / 1024.0, Fine(quality.Ssimulacra), quality.Butteraugli, quality.ButteraugliMax, quality.Psnr, quality.Flicker);
                }

                string other = GifRival.OutputOf("other", Path.Combine(folder, "any"));
                (double first, double beside) = OwnEncoder.MeasureFirst(clip, 90, other, options.Runs ?? DefaultRuns);
                (double cpu, double allocated) = OwnEncoder.MeasureWarmAsync(clip, 90, other).GetAwaiter().GetResult();
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"{clip.Name}, ours at 90: {beside:F3} s CPU for the start and end of .NET, {first:F3} s for the first encode in a process, {cpu:F3} s in one that is warm, {cpu * 1e9 / ((double)clip.Width * clip.Height * clip.Count):F0} ns a pixel; {allocated / 1024:F0} KB allocated for one frame more."));
                comparison.Add(clip.Name, results, first, cpu);
                ssimulacra.Add(clip.Name, results.Where(result => result.Quality.Ssimulacra is not null).Select(result => (result.Rival.Family, (double)result.Bytes, result.Quality.Ssimulacra!.Value)));
                butteraugli.Add(clip.Name, results.Where(result => result.Quality.Butteraugli is not null).Select(result => (result.Rival.Family, (double)result.Bytes, result.Quality.Butteraugli!.Value)));
                Console.WriteLine($"  {clip.Name}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        notes.AddRange(comparison.Sentences());
        File.WriteAllText(Path.Combine(options.ResultFolder, "gif-ssimulacra.svg"), ssimulacra.ToSvg());
        File.WriteAllText(Path.Combine(options.ResultFolder, "gif-butteraugli.svg"), butteraugli.ToSvg());
        return report;
    }

    private static GifResult[] Measure(RawClip clip, GifRival[] rivals, int runs, string folder)
    {
        string Output(GifRival rival) => GifRival.OutputOf(rival.Name, Path.Combine(folder, "any"));
        IReadOnlyList<ProcessCost> costs = Contest.Run(runs, [.. rivals.Select(rival => (Func<ProcessCost>)(() => ProcessMeter.Run(rival.Program, rival.Arguments(clip, Output(rival)))))]);
        return [.. rivals.Select((rival, i) => new GifResult(rival, costs[i], new FileInfo(Output(rival)).Length, PictureQuality.Measure(clip, Output(rival), folder)))];
    }

    /// <summary>Small errors need more digits than the table gives.</summary>
    private static string? Fine(double? value) => value?.ToString("F4", CultureInfo.InvariantCulture);
}
