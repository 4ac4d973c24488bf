using System.Globalization;
using AnimatedImage.Bench.Budget;
using AnimatedImage.Bench.Measuring;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Planning.Budget;
using AnimatedImage.Requests;

namespace AnimatedImage.Bench.Suites;

/// <summary>
/// Whether byte budgets are met and used up, at what cost, and whether estimates hold: clips × formats × budgets, each budget a share of
/// what the clip weighs without one; and parts of the clips whose files are compared with what was estimated of them.
/// </summary>
internal sealed class BudgetSuite : ISuite
{
    private const int Parts = 8;
    private const int PartsInBrief = 2;

    private static readonly double[] s_shares = [0.75, 0.5, 0.25, 0.1];

    // In brief each order has a share of its own, and what is asked for most has two.
    private static readonly (string Name, SizePriority[]? Order, double[] InBrief)[] s_orders =
    [
        ("together", null, [0.5, 0.2]),
        ("Quality", [SizePriority.Quality], [0.3]),
        ("FrameRate, Dimensions", [SizePriority.FrameRate, SizePriority.Dimensions], [0.1]),
    ];

    public string Name => "budget";

    public string Summary => "is a byte budget met and used up, in how many encodes and how much time, and do estimates hold?";

    public BenchReport Run(BenchOptions options)
    {
        BenchReport report = new(
            "A byte budget",
            [
                $"{Machine.Describe()}; {Machine.VersionOf("ffmpeg", "-version")}.",
                $"5 s, 480 pixels wide, 10 frames a second. Budgets are parts of what the plain conversion weighs: {Describe(options.IsBrief)}.",
                "Could not fit: told as an error, with the smallest size reached. Within, less, more: what the files that were made have of their budget; must: 95 of 100 within. CPU: processor time of all processes, to the plain conversion's.",
                $"Estimates: of up to {(options.IsBrief ? PartsInBrief : Parts)} parts of each clip, from a third of it to all, 256 pixels wide, 5 to 30 frames a second, qualities 30 to 95. Inside: the file lies in the range that was told; must: nine of ten. Estimate to file is a median, and the one farthest off; the bar is the median of half the range's width.",
            ],
            BudgetTally.Columns);
        string folder = Directory.CreateTempSubdirectory("animatedimage-bench-").FullName;
        Dictionary<string, BudgetTally> formats = OutputFormats.All.ToDictionary(format => format.ToString(), _ => new BudgetTally());
        try
        {
            string[] clips = [.. Clips.WithPicture(options), .. options.ClipFolder is null ? [] : Clips.Made(options)];
            foreach (string clip in clips)
            {
                foreach (OutputFormat format in OutputFormats.All)
                {
                    formats[format.ToString()].Add(Measure(report, clip, format, folder, options.IsBrief));
                    Console.WriteLine($"  {Path.GetFileName(clip)} {format}");
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        BudgetTally all = new();
        foreach ((string format, BudgetTally tally) in formats)
        {
            tally.Report(report, "all", format, null);
            all.Add(tally);
        }

        all.Report(report, "all", "all", null);
        return report;
    }

    private static string Describe(bool isBrief) => string.Join("; ", s_orders.Select(order =>
        $"{string.Join(", ", (isBrief ? order.InBrief : s_shares).Select(share => (share * 100).ToString("F0", CultureInfo.InvariantCulture)))} % with {(order.Order is null ? "everything lowered together" : $"`-SizePriority {order.Name}`")}"));

    private static BudgetTally Measure(BenchReport report, string clip, OutputFormat format, string folder, bool isBrief)
    {
        WarmConversion warm = new();
        string output = Path.Combine(folder, "out" + OutputFormats.ExtensionOf(format));
        ConversionRequest request = WarmConversion.Request(clip, output, format);
        warm.Run(request);
        ProcessCost plain = warm.Run(request);
        long bytes = warm.Result!.Bytes;
        BudgetTally tally = new();
        foreach ((string name, SizePriority[]? order, double[] inBrief) in s_orders)
        {
            foreach (double share in isBrief ? inBrief : s_shares)
            {
                long budget = (long)(bytes * share);
                try
                {
                    ProcessCost cost = warm.Run(request with { Budget = new SizeBudget { MaxSize = budget, Priority = order } });
                    tally.Add(warm.Result!, budget, cost, plain);
                    Tell(clip, format, $"{name} {share:P0}", budget, warm.Result!);
                }
                catch (ConversionException failure) when (failure.ErrorId == ErrorId.BudgetTooSmall)
                {
                    tally.CannotFit++;
                    Console.WriteLine($"    {failure.Message}");
                }
            }
        }

        EstimateAsync(tally, warm, request with { Size = new FrameSize { Width = FrameDimension.FromNumber(256) } }, isBrief ? PartsInBrief : Parts).GetAwaiter().GetResult();
        tally.Report(report, Path.GetFileNameWithoutExtension(clip), format.ToString(), bytes / 1024.0);
        return tally;
    }

    private static void Tell(string clip, OutputFormat format, string budgeted, long budget, ConversionResult result)
    {
        if (result.Bytes > budget || result.Bytes < budget * BudgetSearch.GoodShare || result.Budget!.Encodes > 3)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"    {Path.GetFileName(clip)} {format} {budgeted}: {result.Bytes} of {budget} bytes, {result.Budget!.Encodes} encodes, {result.Budget}"));
        }
    }

    private static async Task EstimateAsync(BudgetTally tally, WarmConversion warm, ConversionRequest whole, int parts)
    {
        Converter converter = new(FFmpegLocator.Find());
        double seconds;
        await using (PreparedConversion prepared = await converter.PrepareAsync(whole, null, CancellationToken.None))
        {
            seconds = prepared.Plan.Source.Duration.TotalSeconds;
        }

        foreach (ConversionRequest part in EstimateParts.Of(whole, seconds, parts))
        {
            await using PreparedConversion prepared = await converter.PrepareAsync(part, null, CancellationToken.None);
            ConversionEstimate estimate = (await converter.EstimateAsync(prepared, CancellationToken.None))[0];
            long bytes = (await warm.ConvertAsync(part)).Bytes;
            tally.Add(estimate, bytes);
            if (bytes < estimate.MinimumBytes || bytes > estimate.MaximumBytes)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"    {estimate.Format} {part.Clip.StartTime} {part.Clip.Duration} {part.Sampling.Rate} quality {part.Picture.Quality}: {bytes} bytes, estimated {estimate.EstimatedBytes} ({estimate.MinimumBytes}–{estimate.MaximumBytes})"));
            }
        }
    }
}
