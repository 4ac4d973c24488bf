using AnimatedImage.Bench.Measuring;
using AnimatedImage.Conversion;
using AnimatedImage.Planning.Budget;

namespace AnimatedImage.Bench.Budget;

/// <summary>What came of some conversions with a budget, and of some estimates.</summary>
internal sealed class BudgetTally
{
    private readonly List<Run> _runs = [];
    private readonly List<Estimate> _estimates = [];

    /// <summary>Headings of what <see cref="Report"/> writes.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "clip", "format", "KB plain", "budgets", "could not fit", "made", "within 90–100 %", "less", "more", "encodes mean", "encodes most", "CPU to plain",
        "estimates", "inside their bar", "estimate to file", "farthest", "bar ± %",
    ];

    /// <summary>Budgets that nothing fitted.</summary>
    public int CannotFit { get; set; }

    /// <summary>Takes a file that was made.</summary>
    public void Add(ConversionResult result, long budget, ProcessCost cost, ProcessCost plain) =>
        _runs.Add(new Run((double)result.Bytes / budget, result.Budget!.Encodes, (cost.CpuSeconds ?? 0) / (plain.CpuSeconds ?? 1)));

    /// <summary>Takes an estimate and the file that it was of.</summary>
    public void Add(ConversionEstimate estimate, long bytes) => _estimates.Add(new Estimate(
        (double)estimate.EstimatedBytes / bytes,
        (double)(estimate.MaximumBytes - estimate.EstimatedBytes) / estimate.EstimatedBytes,
        bytes >= estimate.MinimumBytes && bytes <= estimate.MaximumBytes));

    /// <summary>Takes what another one has.</summary>
    public void Add(BudgetTally other)
    {
        _runs.AddRange(other._runs);
        _estimates.AddRange(other._estimates);
        CannotFit += other.CannotFit;
    }

    /// <summary>Writes a row.</summary>
    public void Report(BenchReport report, string clip, string format, double? kilobytes)
    {
        double[] ratios = [.. _estimates.Select(estimate => estimate.Ratio)];
        report.Add(
            clip,
            format,
            kilobytes,
            _runs.Count + CannotFit,
            CannotFit,
            _runs.Count,
            _runs.Count(run => run.Share is >= BudgetSearch.GoodShare and <= 1),
            _runs.Count(run => run.Share < BudgetSearch.GoodShare),
            _runs.Count(run => run.Share > 1),
            _runs.Count > 0 ? _runs.Average(run => run.Encodes) : null,
            _runs.Count > 0 ? _runs.Max(run => run.Encodes) : null,
            _runs.Count > 0 ? _runs.Average(run => run.Cpu) : null,
            _estimates.Count,
            _estimates.Count(estimate => estimate.Holds),
            ratios.Length > 0 ? Statistics.Median(ratios) : null,
            ratios.Length > 0 ? ratios.MaxBy(ratio => Math.Abs(Math.Log(ratio))) : null,
            ratios.Length > 0 ? 100 * Statistics.Median([.. _estimates.Select(estimate => estimate.Bar)]) : null);
    }

    private readonly record struct Run(double Share, int Encodes, double Cpu);

    private readonly record struct Estimate(double Ratio, double Bar, bool Holds);
}
