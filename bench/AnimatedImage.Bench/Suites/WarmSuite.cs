using AnimatedImage.Bench.Measuring;
using AnimatedImage.Requests;

namespace AnimatedImage.Bench.Suites;

/// <summary>
/// Whole conversions in a process that has converted before, next to the programs that a careful user would run, and to ffmpeg
/// decoding and scaling alone: 5 s, 480 pixels wide, 10 frames a second.
/// </summary>
/// <param name="format">What is made.</param>
/// <param name="rivals">Who else makes it; the first is what the ratios are to.</param>
/// <param name="name">The suite's name; null = the format's.</param>
/// <param name="toRival">How much of the first rival's wall time it may take; null where nothing was promised.</param>
/// <param name="toDecoding">How many times as long as decoding alone it may take; null where nothing was promised.</param>
internal sealed class WarmSuite(
    OutputFormat format, IReadOnlyList<WarmRival> rivals, string? name = null, WarmGoal? toRival = null, WarmGoal? toDecoding = null) : ISuite
{
    private const int DefaultRuns = 7;

    private readonly List<double> _toRival = [];
    private readonly List<double> _toDecoding = [];

    public static WarmSuite WebP { get; } = new(OutputFormat.WebP,
    [
        WarmRival.FFmpeg("ffmpeg libwebp_anim", "webp", "-c:v", "libwebp_anim", "-quality", "80", "-loop", "0"),
        WarmRival.Shell("img2webp of ffmpeg's PNGs", "webp", "img2webp", $"{WarmRival.Decode} \"$work/%04d.png\" && img2webp -lossy -q 80 -m 4 -d 100 \"$work\"/*.png -o \"$out\""),
        WarmRival.Shell("ImageMagick of ffmpeg's PNGs", "webp", "convert", $"{WarmRival.Decode} \"$work/%04d.png\" && convert -delay 10 -loop 0 \"$work\"/*.png -quality 80 \"$out\""),
        WarmRival.Shell("gif2webp of ffmpeg's GIF", "webp", "gif2webp", $"{WarmRival.Decode} \"$work/a.gif\" && gif2webp -quiet -lossy -q 80 -m 4 \"$work/a.gif\" -o \"$out\""),
    ],
    toRival: new WarmGoal(0.65, 0.55),
    toDecoding: new WarmGoal(2.5, 1.3));

    /// <summary>Whole conversions; <see cref="GifSuite"/> compares the encoders alone.</summary>
    public static WarmSuite Gif { get; } = new(
        OutputFormat.Gif,
        [
            WarmRival.Shell("ffmpeg with a palette", "gif", "ffmpeg", "ffmpeg -v error -ss 0 -t 5 -i \"$clip\" -an -vf 'fps=10,scale=480:-2:flags=lanczos,split[a][b];[a]palettegen[p];[b][p]paletteuse' -loop 0 -y \"$out\""),
            WarmRival.Shell("gifski of ffmpeg's PNGs", "gif", "gifski", $"{WarmRival.Decode} \"$work/%04d.png\" && gifski --quiet --fps 10 -o \"$out\" \"$work\"/*.png"),
            WarmRival.Shell("ImageMagick of ffmpeg's PNGs", "gif", "convert", $"{WarmRival.Decode} \"$work/%04d.png\" && convert -delay 10 -loop 0 \"$work\"/*.png -layers optimize \"$out\""),
        ],
        "gif-whole",
        toDecoding: new WarmGoal(2.5, 1.3));

    public static WarmSuite Apng { get; } = new(OutputFormat.Apng, [WarmRival.FFmpeg("ffmpeg apng", "png", "-f", "apng", "-pred", "mixed", "-plays", "0")]);

    public static WarmSuite Avif { get; } = new(OutputFormat.Avif,
    [
        WarmRival.FFmpeg("ffmpeg libsvtav1, same preset", "ivf", "-c:v", "libsvtav1", "-preset", "6", "-crf", "26", "-pix_fmt", "yuv420p"),
        WarmRival.FFmpeg("ffmpeg libaom-av1, cpu-used 6", "avif", "-c:v", "libaom-av1", "-crf", "26", "-b:v", "0", "-cpu-used", "6", "-row-mt", "1", "-pix_fmt", "yuv420p"),
    ],
    toRival: new WarmGoal(0.8, 0.6));

    public string Name => name ?? format.ToString().ToLowerInvariant();

    public string Summary => $"whole conversions to {format} in a warm process, next to other programs and to decoding alone";

    public BenchReport Run(BenchOptions options)
    {
        int runs = options.Runs ?? DefaultRuns;
        WarmRival[] present = [.. rivals.Where(rival => rival.IsInstalled)];
        BenchReport report = new(
            $"{format}: 5 s, 480 px, 10 fps",
            [
                $"{Machine.Describe()}; {Machine.VersionOf("ffmpeg", "-version")}.",
                $"Ours runs in a process that has converted before, the others are whole processes; median of {runs} runs in turns after one uncounted run each.",
                .. present.Select(rival => $"{rival.Name}: `{rival.Command}`"),
                .. rivals.Except(present).Select(rival => $"{rival.Name} was left out: {rival.Program} is not installed."),
            ],
            ["clip", "program", "wall s", "CPU s", $"wall to {present[0].Name}", "CPU to the same", "wall to decoding", "KB", "KB to the same"]);
        WarmConversion warm = new();
        string folder = Directory.CreateTempSubdirectory("animatedimage-bench-").FullName;
        try
        {
            foreach (string clip in Clips.Find(options))
            {
                Compare(report, warm, present, clip, folder, runs);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        AddGoals(report);
        return report;
    }

    /// <summary>What was promised holds for the mean of the clips.</summary>
    private void AddGoals(BenchReport report)
    {
        if (_toRival.Count > 0 && (toRival ?? toDecoding) is not null)
        {
            double rival = WarmGoal.Mean(_toRival), decoding = WarmGoal.Mean(_toDecoding);
            report.Add("mean", "ours", null, null, rival, null, decoding, null, null);
            report.Add("must (moonshot)", "ours", null, null, toRival?.Judge(rival), null, toDecoding?.Judge(decoding), null, null);
        }
    }

    private void Compare(BenchReport report, WarmConversion warm, WarmRival[] present, string clip, string folder, int runs)
    {
        string ours = Path.Combine(folder, "ours." + (format == OutputFormat.Apng ? "png" : format.ToString().ToLowerInvariant()));
        string clipName = Path.GetFileNameWithoutExtension(clip);
        IReadOnlyList<ProcessCost> costs;
        try
        {
            ConversionRequest request = warm.WithEvenHeightAsync(WarmConversion.Request(clip, ours, format)).GetAwaiter().GetResult();
            costs = Contest.Run(
                runs,
                [
                    () => warm.Run(request),
                    () => ProcessMeter.Run("ffmpeg", WarmRival.DecodeOnly(clip)),
                    .. present.Select(rival => (Func<ProcessCost>)(() => rival.Run(clip, folder))),
                ]);
        }
        catch (Exception failure) when (failure is BenchException or Failures.ConversionException)
        {
            // A folder of one's own may hold videos without a picture; the others are still worth measuring.
            Console.Error.WriteLine($"  {clipName} was left out: {failure.Message.Trim()}");
            return;
        }

        double? Kilobytes(string? output) => output is null ? null : new FileInfo(output).Length / 1024.0;
        double plain = Kilobytes(present[0].OutputIn(folder))!.Value;
        void Add(string program, ProcessCost cost, string? output) => report.Add(
            clipName,
            program,
            cost.WallSeconds,
            cost.CpuSeconds,
            cost.WallSeconds / costs[2].WallSeconds,
            cost.CpuSeconds / costs[2].CpuSeconds,
            cost.WallSeconds / costs[1].WallSeconds,
            Kilobytes(output),
            Kilobytes(output) / plain);
        _toRival.Add(costs[0].WallSeconds / costs[2].WallSeconds);
        _toDecoding.Add(costs[0].WallSeconds / costs[1].WallSeconds);
        Add("ours", costs[0], ours);
        Add("ffmpeg, decoding alone", costs[1], null);
        for (int index = 0; index < present.Length; index++)
        {
            Add(present[index].Name, costs[index + 2], present[index].OutputIn(folder));
        }

        Console.WriteLine($"  {clipName}");
    }
}
