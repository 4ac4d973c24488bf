using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using AnimatedImage.Bench.Measuring;

namespace AnimatedImage.Bench.Storage;

/// <summary>ffmpeg, once or several times one after the other, reading an address by itself.</summary>
internal static partial class ReadingFFmpeg
{
    /// <summary>What all of them cost.</summary>
    public static ProcessCost Run(IEnumerable<string[]> commands)
    {
        ProcessCost[] costs = [.. commands.Select(arguments => ProcessMeter.Run("ffmpeg", ["-v", "error", .. arguments]))];
        return new ProcessCost(costs.Sum(cost => cost.WallSeconds), costs.Sum(cost => cost.CpuSeconds), costs.Max(cost => cost.PeakMegabytes));
    }

    /// <summary>The bytes that they read by their own account.</summary>
    public static long BytesRead(IEnumerable<string[]> commands) => commands.Sum(arguments =>
    {
        using Process process = Process.Start(new ProcessStartInfo("ffmpeg", ["-nostdin", "-v", "verbose", .. arguments]) { RedirectStandardError = true })!;
        string log = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? Statistics().Matches(log).Sum(match => long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            : throw new BenchException($"ffmpeg ended with exit code {process.ExitCode}.");
    });

    [GeneratedRegex(@"Statistics: (\d+) bytes read")]
    private static partial Regex Statistics();
}
