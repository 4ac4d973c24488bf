using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AnimatedImage.Bench;

/// <summary>A table of measurements with what has to be known to read it.</summary>
/// <param name="Title">What was measured.</param>
/// <param name="Notes">Machine, versions, commands; one sentence each.</param>
/// <param name="Columns">Headings.</param>
internal sealed record BenchReport(string Title, IReadOnlyList<string> Notes, IReadOnlyList<string> Columns)
{
    private static readonly JsonSerializerOptions _json = new() { WriteIndented = true };

    private readonly List<object?[]> _rows = [];

    /// <summary>Drawings as SVG, by name.</summary>
    public List<(string Name, string Svg)> Plots { get; } = [];

    /// <summary>Adds a row: texts, whole numbers, doubles (printed with three digits that count) or null (printed as a dash).</summary>
    public void Add(params object?[] cells) => _rows.Add(cells);

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"## {Title}").AppendLine();
        foreach (string note in Notes)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {note}");
        }

        text.AppendLine().AppendLine(Row(Columns)).AppendLine(Row(Columns.Select((_, column) => _rows.Exists(row => row[column] is string) ? "---" : "---:")));
        foreach (object?[] row in _rows)
        {
            text.AppendLine(Row(row.Select(Cell)));
        }

        return text.ToString();
    }

    /// <summary>Writes <c>name.md</c>, <c>name.json</c> and <c>name-plot.svg</c>.</summary>
    public void Save(string folder, string name)
    {
        File.WriteAllText(Path.Combine(folder, name + ".md"), ToMarkdown());
        var rows = _rows.Select(row => Columns.Zip(row).ToDictionary(cell => cell.First, cell => cell.Second));
        File.WriteAllText(Path.Combine(folder, name + ".json"), JsonSerializer.Serialize(new { Title, Notes, Rows = rows }, _json));
        foreach ((string plot, string svg) in Plots)
        {
            File.WriteAllText(Path.Combine(folder, $"{name}-{plot}.svg"), svg);
        }
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static string Cell(object? value) => value switch
    {
        null => "-",
        double number when Math.Abs(number) >= 100 => number.ToString("F0", CultureInfo.InvariantCulture),
        double number when Math.Abs(number) >= 10 => number.ToString("F1", CultureInfo.InvariantCulture),
        double number => number.ToString("F2", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
