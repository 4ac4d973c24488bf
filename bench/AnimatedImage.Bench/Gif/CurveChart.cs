using System.Globalization;
using System.Text;

namespace AnimatedImage.Bench.Gif;

/// <summary>Rate–distortion curves as an SVG: one panel per clip, size to the right, error upwards, both logarithmic.</summary>
internal sealed class CurveChart(string measure)
{
    private const int PanelWidth = 360, PanelHeight = 240, Margin = 40, Columns = 2;
    private static readonly string[] _colors = ["#d62728", "#1f77b4", "#2ca02c", "#ff7f0e", "#9467bd", "#8c564b"];
    private readonly List<(string Title, List<(string Family, List<(double Size, double Error)> Points)> Curves)> _panels = [];

    /// <summary>Adds a clip.</summary>
    public void Add(string title, IEnumerable<(string Family, double Size, double Error)> results) =>
        _panels.Add((title, [.. results.GroupBy(result => result.Family).Select(family => (family.Key, family.Select(result => (result.Size, result.Error)).OrderBy(point => point.Size).ToList()))]));

    /// <summary>The drawing.</summary>
    public string ToSvg()
    {
        StringBuilder svg = new();
        int rows = (_panels.Count + Columns - 1) / Columns;
        svg.AppendLine(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Columns * PanelWidth}\" height=\"{rows * PanelHeight}\" font-family=\"sans-serif\" font-size=\"10\"><rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        for (int i = 0; i < _panels.Count; i++)
        {
            DrawPanel(svg, _panels[i].Title, _panels[i].Curves, i % Columns * PanelWidth, i / Columns * PanelHeight);
        }

        return svg.AppendLine("</svg>").ToString();
    }

    private void DrawPanel(StringBuilder svg, string title, List<(string Family, List<(double Size, double Error)> Points)> curves, int left, int top)
    {
        (double Size, double Error)[] all = [.. curves.SelectMany(curve => curve.Points).Where(point => point.Error > 0)];
        if (all.Length == 0)
        {
            return;
        }

        (double low, double high) sizes = (Math.Log(all.Min(point => point.Size)), Math.Log(all.Max(point => point.Size) * 1.01));
        (double low, double high) errors = (Math.Log(all.Min(point => point.Error)), Math.Log(all.Max(point => point.Error) * 1.01));
        double X(double size) => left + Margin + ((Math.Log(size) - sizes.low) / (sizes.high - sizes.low) * (PanelWidth - (2 * Margin)));
        double Y(double error) => top + PanelHeight - Margin - ((Math.Log(error) - errors.low) / (errors.high - errors.low) * (PanelHeight - (2 * Margin)));
        svg.AppendLine(CultureInfo.InvariantCulture, $"<rect x=\"{left + Margin}\" y=\"{top + Margin}\" width=\"{PanelWidth - (2 * Margin)}\" height=\"{PanelHeight - (2 * Margin)}\" fill=\"none\" stroke=\"#aaa\"/>");
        svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{left + Margin}\" y=\"{top + 16}\" font-weight=\"bold\">{System.Security.SecurityElement.Escape(title)}: {measure} over size</text>");
        svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{left + Margin}\" y=\"{top + PanelHeight - 26}\">{Math.Exp(sizes.low) / 1024:F0} KB</text><text x=\"{left + PanelWidth - Margin}\" y=\"{top + PanelHeight - 26}\" text-anchor=\"end\">{Math.Exp(sizes.high) / 1024:F0} KB</text>");
        svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{left + 4}\" y=\"{top + PanelHeight - Margin}\">{Math.Exp(errors.low):G2}</text><text x=\"{left + 4}\" y=\"{top + Margin + 8}\">{Math.Exp(errors.high):G2}</text>");
        for (int i = 0; i < curves.Count; i++)
        {
            string color = _colors[i % _colors.Length];
            (double Size, double Error)[] points = [.. curves[i].Points.Where(point => point.Error > 0)];
            svg.AppendLine(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{color}\" points=\"{string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Size):F1},{Y(point.Error):F1}")))}\"/>");
            foreach ((double size, double error) in points)
            {
                svg.AppendLine(CultureInfo.InvariantCulture, $"<circle cx=\"{X(size):F1}\" cy=\"{Y(error):F1}\" r=\"3\" fill=\"{color}\"/>");
            }

            svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{left + Margin + (i % 3 * 95)}\" y=\"{top + PanelHeight - 12 + (i / 3 * 10)}\" fill=\"{color}\">{curves[i].Family}</text>");
        }
    }
}
