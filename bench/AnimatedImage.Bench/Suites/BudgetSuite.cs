using System.Globalization;
using AnimatedImage.Bench.Measuring;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Planning.Budget;
using AnimatedImage.Requests;

namespace AnimatedImage.Bench.Suites;

/// <summary>
/// Whether byte budgets are met and used up, at what cost, and whether estimates hold: clips × formats × budgets, each budget a share of
/// what the clip weighs without one.
/// </summary>
internal sealed class BudgetSuite : ISuite
{
    private static readonly double[] s_shares = [0.75, 0.5, 0.25, 0.1];
    private static readonly double[] s_sharesInBrief = [0.5, 0.2];

    private static readonly (string Name, SizePriority[]? Order)[] s_orders =
    [
        ("together", null),
        ("Quality", [SizePriority.Quality]),
        ("FrameRate, Dimensions", [SizePriority.FrameRate, SizePriority.Dimensions]),
    ];

    public string Name => "budget";

    public string Summary => "is a byte budget met and used up, in how many encodes and how much time, and do estimates hold?";

    public BenchReport Run(BenchOptions options)
    {
        double[] shares = options.IsBrief ? s_sharesInBrief : s_shares;
        BenchReport report = new(
            "A byte budget",
            [
                $"{Machine.Describe()}; {Machine.VersionOf("ffmpeg", "-version")}.",
                $"5 s, 480 pixels wide, 10 frames a second. Budgets are {string.Join(", ", shares.Select(share => (share * 100).ToString("F0", CultureInfo.InvariantCulture)))} % of what the plain conversion weighs; each with everything lowered together, and with two orders of giving up.",
                "Cannot fit: told as an error, with the smallest size reached. Hit: of the others, the file has 90 to 100 % of its budget. Times are to the plain conversion, processor time of all processes. Estimates are of the first 20 s at 320 pixels, every frame. Covered: the file then lies within the range that was estimated.",
            ],
            ["clip", "format", "KB plain", "estimate to file", "covered", "budgets", "cannot fit", "over", "hits %", "encodes mean", "encodes most", "CPU to plain", "wall to plain"]);
        string folder = Directory.CreateTempSubdirectory("animatedimage-bench-").FullName;
        Tally all = new();
        try
        {
            foreach (string clip in Clips.Find(options))
            {
                foreach (OutputFormat format in OutputFormats.All)
                {
                    try
                    {
                        all.Add(Measure(report, clip, format, folder, shares));
                    }
                    catch (ConversionException failure)
                    {
                        // A folder of one's own may hold videos without a picture.
                        Console.Error.WriteLine($"  {Path.GetFileName(clip)} to {format} was left out: {failure.Message}");
                    }
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        all.Report(report, "all", "all", null, null, $"{all.Covered} of {all.Plain}");
        return report;
    }

    private static Tally Measure(BenchReport report, string clip, OutputFormat format, string folder, double[] shares)
    {
        WarmConversion warm = new();
        string output = Path.Combine(folder, "out" + OutputFormats.ExtensionOf(format));
        ConversionRequest plainRequest = WarmConversion.Request(clip, output, format);
        ConversionRequest longer = plainRequest with
        {
            Clip = new ClipRange { Duration = TimePosition.FromSeconds(20) },
            Sampling = new Sampling(),
            Size = new FrameSize { LongSide = 320 },
        };
        ConversionEstimate estimate = EstimateAsync(longer).GetAwaiter().GetResult();
        warm.Run(longer);
        long longerBytes = warm.Result!.Bytes;
        warm.Run(plainRequest);
        ProcessCost plain = warm.Run(plainRequest);
        long bytes = warm.Result!.Bytes;
        bool isCovered = longerBytes >= estimate.MinimumBytes && longerBytes <= estimate.MaximumBytes;
        Tally tally = new() { Plain = 1, Covered = isCovered ? 1 : 0 };
        foreach ((string name, SizePriority[]? order) in s_orders)
        {
            foreach (double share in shares)
            {
                long budget = (long)(bytes * share);
                ConversionRequest request = plainRequest with { Budget = new SizeBudget { MaxSize = budget, Priority = order } };
                ProcessCost cost;
                try
                {
                    cost = warm.Run(request);
                }
                catch (ConversionException failure) when (failure.ErrorId == ErrorId.BudgetTooSmall)
                {
                    tally.CannotFit++;
                    continue;
                }

                ConversionResult result = warm.Result!;
                tally.Add(result, budget, cost, plain);
                if (result.Bytes > budget || result.Bytes < budget * BudgetSearch.GoodShare)
                {
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"    {Path.GetFileName(clip)} {format} {name} {share:P0}: {result.Bytes} of {budget} bytes, {result.Budget!.Encodes} encodes, {result.Budget}"));
                }
            }
        }

        tally.Report(report, Path.GetFileNameWithoutExtension(clip), format.ToString(), bytes / 1024.0, (double)estimate.EstimatedBytes / longerBytes, isCovered ? "yes" : "no");
        Console.WriteLine($"  {Path.GetFileName(clip)} {format}");
        return tally;
    }

    private static async Task<ConversionEstimate> EstimateAsync(ConversionRequest request)
    {
        Converter converter = new(FFmpegLocator.Find());
        await using PreparedConversion prepared = await converter.PrepareAsync(request, null, CancellationToken.None);
        return (await converter.EstimateAsync(prepared, CancellationToken.None))[0];
    }

    /// <summary>What came of some conversions with a budget.</summary>
    private sealed class Tally
    {
        private readonly List<(double Share, int Encodes, double Cpu, double Wall)> _runs = [];

        public int Plain { get; set; }

        public int Covered { get; set; }

        public int CannotFit { get; set; }

        public void Add(ConversionResult result, long budget, ProcessCost cost, ProcessCost plain) => _runs.Add(
            ((double)result.Bytes / budget, result.Budget!.Encodes, (cost.CpuSeconds ?? 0) / (plain.CpuSeconds ?? 1), cost.WallSeconds / plain.WallSeconds));

        public void Add(Tally other)
        {
            _runs.AddRange(other._runs);
            Plain += other.Plain;
            Covered += other.Covered;
            CannotFit += other.CannotFit;
        }

        public void Report(BenchReport report, string clip, string format, double? kilobytes, double? estimate, string covered) => report.Add(
            clip,
            format,
            kilobytes,
            estimate,
            covered,
            _runs.Count + CannotFit,
            CannotFit,
            _runs.Count(run => run.Share > 1),
            100.0 * _runs.Count(run => run.Share is >= BudgetSearch.GoodShare and <= 1) / Math.Max(1, _runs.Count),
            _runs.Select(run => (double)run.Encodes).DefaultIfEmpty().Average(),
            _runs.Select(run => run.Encodes).DefaultIfEmpty().Max(),
            _runs.Select(run => run.Cpu).DefaultIfEmpty().Average(),
            _runs.Select(run => run.Wall).DefaultIfEmpty().Average());
    }
}
