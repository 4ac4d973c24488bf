using System.Globalization;
using System.Security;
using System.Text;

namespace AnimatedImage.Bench;

/// <summary>How something grows, as an SVG: panels of lines over linear axes that begin at zero.</summary>
internal sealed class LineChart
{
    private const int PanelWidth = 360, PanelHeight = 230, Margin = 44, Columns = 2;
    private static readonly string[] _colors = ["#d62728", "#1f77b4", "#2ca02c", "#ff7f0e"];

    private readonly List<(string Title, string Across, string Upwards, List<(string Name, List<(double X, double Y)> Points)> Lines)> _panels = [];

    /// <summary>Adds a panel.</summary>
    /// <param name="title">What grows.</param>
    /// <param name="across">What it grows with, and its unit.</param>
    /// <param name="upwards">What is measured, and its unit.</param>
    /// <param name="points">Each with the name of its line.</param>
    public void Add(string title, string across, string upwards, IEnumerable<(string Line, double X, double Y)> points) => _panels.Add(
        (title, across, upwards, [.. points.GroupBy(point => point.Line).Select(line => (line.Key, line.Select(point => (point.X, point.Y)).OrderBy(point => point.X).ToList()))]));

    /// <summary>The drawing.</summary>
    public string ToSvg()
    {
        StringBuilder svg = new();
        int rows = (_panels.Count + Columns - 1) / Columns;
        Append(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Columns * PanelWidth}\" height=\"{rows * PanelHeight}\" font-family=\"sans-serif\" font-size=\"10\"><rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        for (int i = 0; i < _panels.Count; i++)
        {
            (string title, string across, string upwards, List<(string Name, List<(double X, double Y)> Points)> lines) = _panels[i];
            DrawPanel(svg, title, across, upwards, lines, i % Columns * PanelWidth, i / Columns * PanelHeight);
        }

        return svg.AppendLine("</svg>").ToString();
    }

    private static void Append(StringBuilder svg, FormattableString line) => svg.AppendLine(line.ToString(CultureInfo.InvariantCulture));

    private static void DrawPanel(
        StringBuilder svg, string title, string across, string upwards, List<(string Name, List<(double X, double Y)> Points)> lines, int left, int top)
    {
        (double X, double Y)[] all = [.. lines.SelectMany(line => line.Points)];
        if (all.Length == 0)
        {
            return;
        }

        double most = Math.Max(all.Max(point => point.X), 1e-9), highest = Math.Max(all.Max(point => point.Y), 1e-9) * 1.05;
        int width = PanelWidth - (2 * Margin), height = PanelHeight - (2 * Margin), right = left + Margin + width, bottom = top + Margin + height;
        double X(double value) => left + Margin + (value / most * width);
        double Y(double value) => bottom - (value / highest * height);
        Append(svg, $"<rect x=\"{left + Margin}\" y=\"{top + Margin}\" width=\"{width}\" height=\"{height}\" fill=\"none\" stroke=\"#aaa\"/>");
        Append(svg, $"<text x=\"{left + Margin}\" y=\"{top + 16}\" font-weight=\"bold\">{SecurityElement.Escape(title)}</text>");
        Append(svg, $"<text x=\"{left + Margin}\" y=\"{top + 32}\">{SecurityElement.Escape(upwards)}</text>");
        Append(svg, $"<text x=\"{left + Margin - 4}\" y=\"{top + Margin + 8}\" text-anchor=\"end\">{highest:G3}</text><text x=\"{left + Margin - 4}\" y=\"{bottom}\" text-anchor=\"end\">0</text>");
        Append(svg, $"<text x=\"{right}\" y=\"{bottom + 14}\" text-anchor=\"end\">{most:G4} {SecurityElement.Escape(across)}</text><text x=\"{left + Margin}\" y=\"{bottom + 14}\">0</text>");
        for (int i = 0; i < lines.Count; i++)
        {
            string color = _colors[i % _colors.Length];
            string points = string.Join(' ', lines[i].Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.X):F1},{Y(point.Y):F1}")));
            Append(svg, $"<polyline fill=\"none\" stroke=\"{color}\" points=\"{points}\"/>");
            foreach ((double x, double y) in lines[i].Points)
            {
                Append(svg, $"<circle cx=\"{X(x):F1}\" cy=\"{Y(y):F1}\" r=\"3\" fill=\"{color}\"/>");
            }

            Append(svg, $"<text x=\"{left + Margin + (i * 90)}\" y=\"{bottom + 28}\" fill=\"{color}\">{SecurityElement.Escape(lines[i].Name)}</text>");
        }
    }
}
