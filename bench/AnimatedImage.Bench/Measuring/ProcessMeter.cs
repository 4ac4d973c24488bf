using System.Diagnostics;

namespace AnimatedImage.Bench.Measuring;

/// <summary>Runs a program quietly and measures it from the outside.</summary>
internal static class ProcessMeter
{
    private static readonly TimeSpan _memoryInterval = TimeSpan.FromMilliseconds(15);

    /// <param name="program">On PATH, or a path.</param>
    /// <param name="arguments">As a list; no shell reads them.</param>
    /// <param name="variables">Added to the program's environment.</param>
    /// <exception cref="BenchException">The program could not be started or failed; with its last words.</exception>
    public static ProcessCost Run(string program, IEnumerable<string> arguments, Dictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in variables ?? [])
        {
            start.Environment[name] = value;
        }

        double? cpuBefore = ChildUsage.CpuSeconds();
        var watch = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        double? peak = null;
        while (!process.WaitForExit(_memoryInterval))
        {
            peak = TreeMemory.Megabytes(process.Id) is { } now ? Math.Max(peak ?? 0, now) : peak;
        }

        double wall = watch.Elapsed.TotalSeconds;
        return process.ExitCode == 0
            ? new ProcessCost(wall, ChildUsage.CpuSeconds() - cpuBefore, peak)
            : throw new BenchException($"{program} {string.Join(' ', start.ArgumentList)} ended with exit code {process.ExitCode}: {error.Result}{output.Result}");
    }
}
