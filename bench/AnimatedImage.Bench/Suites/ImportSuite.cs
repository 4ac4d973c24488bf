using AnimatedImage.Bench.Measuring;

namespace AnimatedImage.Bench.Suites;

internal sealed class ImportSuite : ISuite
{
    private const int DefaultRuns = 15;

    public string Name => "import";

    public string Summary => "what Import-Module adds to the start of pwsh";

    public BenchReport Run(BenchOptions options)
    {
        string version = Machine.VersionOf("pwsh", "--version");
        int runs = options.Runs ?? DefaultRuns;
        string import = $"Import-Module '{options.Module.Replace("'", "''", StringComparison.Ordinal)}'";

        // Modules of pwsh itself may load on first use; the reference command uses none.
        IReadOnlyList<ProcessCost> costs = Contest.Run(runs, () => PowerShell("$null"), () => PowerShell(import));
        var report = new BenchReport(
            "Import-Module AnimatedImage",
            [$"{Machine.Describe()}; {version}.", $"Whole processes, `pwsh -NoProfile`; median of {runs} runs in turns after one uncounted run each."],
            ["command", "wall ms", "CPU ms", "peak MB"]);
        Add(report, "pwsh", costs[0]);
        Add(report, "pwsh + Import-Module", costs[1]);
        report.Add(
            "Import-Module adds",
            (costs[1].WallSeconds - costs[0].WallSeconds) * 1000,
            (costs[1].CpuSeconds - costs[0].CpuSeconds) * 1000,
            costs[1].PeakMegabytes - costs[0].PeakMegabytes);
        return report;
    }

    private static ProcessCost PowerShell(string command) => ProcessMeter.Run("pwsh", ["-NoProfile", "-NonInteractive", "-Command", command]);

    private static void Add(BenchReport report, string name, ProcessCost cost) =>
        report.Add(name, cost.WallSeconds * 1000, cost.CpuSeconds * 1000, cost.PeakMegabytes);
}
