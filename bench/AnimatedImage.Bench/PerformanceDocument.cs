using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AnimatedImage.Bench;

/// <summary>
/// The last figures of every suite in one document, <c>docs/performance.md</c>, with their plots beside it. A suite's section begins with
/// a comment that holds its name; sections of suites that were not run stay as they are, so that the document can be renewed in parts.
/// </summary>
internal static partial class PerformanceDocument
{
    /// <summary>The name by which it is asked for.</summary>
    public const string Name = "performance";

    /// <summary>Suites that are run where none are named; together they take about twenty minutes on two cores.</summary>
    public static IReadOnlyList<string> Suites { get; } = ["import", "overhead", "gif-whole", "webp", "apng", "avif", "sparse", "batch", "budget", "growth"];

    // Those that need servers, or longer than the others together, are run when they are named.
    private static readonly string[] s_order = [.. Suites, "jobs", "fleet", "storage"];

    /// <summary>Whether the document has a section for a suite.</summary>
    public static bool Holds(string suite) => s_order.Contains(suite, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// What a suite is told when it is run for the document: three runs of each thing, two where a thing takes a minute, and of the budgets
    /// every second one.
    /// </summary>
    public static BenchOptions OptionsFor(string suite, BenchOptions options) => options with { Runs = options.Runs ?? (suite == "growth" ? 2 : 3), IsBrief = true };

    /// <summary>Puts a suite's section in the place of its last one.</summary>
    /// <param name="folder">The folder of documents.</param>
    /// <param name="suite">The suite's name.</param>
    /// <param name="report">What it found.</param>
    public static void Put(string folder, string suite, BenchReport report)
    {
        string path = Path.Combine(folder, Name + ".md");
        Dictionary<string, string> sections = File.Exists(path) ? Read(File.ReadAllText(path)) : [];
        string plots = Path.Combine(folder, Name);
        string day = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        StringBuilder section = new((report with { Notes = [$"Measured on {day}.", .. report.Notes] }).ToMarkdown());
        foreach ((string plot, string svg) in report.Plots)
        {
            string file = $"{suite}-{plot}.svg";
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(plots).FullName, file), svg);
            section.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"![{report.Title}: {plot}]({Name}/{file})");
        }

        sections[suite] = section.ToString().Trim();
        File.WriteAllText(path, Write(sections));
    }

    private static Dictionary<string, string> Read(string text)
    {
        Match[] marks = [.. SectionMark().Matches(text).Cast<Match>()];
        return marks.Select((mark, index) => (
                Suite: mark.Groups[1].Value,
                Section: text[(mark.Index + mark.Length)..(index + 1 < marks.Length ? marks[index + 1].Index : text.Length)].Trim()))
            .ToDictionary(part => part.Suite, part => part.Section, StringComparer.Ordinal);
    }

    private static string Write(Dictionary<string, string> sections)
    {
        StringBuilder text = new();
        text.AppendLine("# Performance").AppendLine();
        text.AppendLine("Written by `./build.sh bench --name performance [--only SUITE,…] [--path CLIPS]`; [bench](../bench/README.md) tells what each suite");
        text.AppendLine("does. Ratios are to programs that ran in turns with ours on the same machine; absolute times are this machine's. GIF's encoder has");
        text.AppendLine("[figures of its own](gif.md), and so have [jobs](scale.md).").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Machine of the last run: {Machine.Describe()}; {Machine.Processor()}.");
        string[] missing = [.. s_order.Where(suite => !sections.ContainsKey(suite)).Select(suite => $"`{suite}`")];
        if (missing.Length > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Not in this edition: {string.Join(", ", missing)}.");
        }

        foreach (string suite in s_order.Where(sections.ContainsKey))
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"<!-- suite {suite} -->").AppendLine().AppendLine(sections[suite]);
        }

        return text.ToString();
    }

    [GeneratedRegex("^<!-- suite ([a-z-]+) -->\r?$", RegexOptions.Multiline)]
    private static partial Regex SectionMark();
}
