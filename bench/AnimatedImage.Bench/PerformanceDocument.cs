using System.Globalization;
using System.Text;

namespace AnimatedImage.Bench;

/// <summary>The last figures of every suite in one document, <c>docs/performance.md</c>, with their plots beside it.</summary>
internal static class PerformanceDocument
{
    /// <summary>The name by which it is asked for.</summary>
    public const string Name = "performance";

    /// <summary>Runs of each thing where none are given.</summary>
    public const int Runs = 3;

    /// <summary>Suites whose figures it holds, in its order; together they take about a quarter of an hour on two cores.</summary>
    public static IReadOnlyList<string> Suites { get; } = ["import", "overhead", "gif-whole", "webp", "apng", "avif", "sparse", "batch", "budget", "growth"];

    /// <summary>Writes it.</summary>
    /// <param name="folder">The folder of documents.</param>
    /// <param name="reports">What the suites found, by their names.</param>
    public static void Write(string folder, IReadOnlyList<(string Suite, BenchReport Report)> reports)
    {
        StringBuilder text = new();
        text.AppendLine("# Performance").AppendLine();
        text.AppendLine("Written by `./build.sh bench --name performance [--path CLIPS]`; [bench](../bench/README.md) tells what each suite does. Ratios are to");
        text.AppendLine("programs that ran in turns with ours on the same machine; absolute times are this machine's.").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Machine: {Machine.Describe()}; {Machine.Processor()}; {DateTime.UtcNow:yyyy-MM-dd}.").AppendLine();
        string plots = Directory.CreateDirectory(Path.Combine(folder, Name)).FullName;
        foreach ((string suite, BenchReport report) in reports)
        {
            text.AppendLine(report.ToMarkdown());
            foreach ((string plot, string svg) in report.Plots)
            {
                string file = $"{suite}-{plot}.svg";
                File.WriteAllText(Path.Combine(plots, file), svg);
                text.AppendLine(CultureInfo.InvariantCulture, $"![{report.Title}: {plot}]({Name}/{file})").AppendLine();
            }
        }

        File.WriteAllText(Path.Combine(folder, Name + ".md"), text.ToString().TrimEnd() + "\n");
    }
}
