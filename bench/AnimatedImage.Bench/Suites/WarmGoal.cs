using System.Globalization;

namespace AnimatedImage.Bench.Suites;

/// <summary>A ratio that was promised.</summary>
/// <param name="Must">At most this.</param>
/// <param name="Moonshot">At most this, if it can be had.</param>
internal sealed record WarmGoal(double Must, double Moonshot)
{
    /// <summary>The geometric mean.</summary>
    public static double Mean(IReadOnlyList<double> ratios) => Math.Exp(ratios.Average(Math.Log));

    /// <summary>The goal and whether it is reached.</summary>
    public string Judge(double ratio)
    {
        string verdict = ratio <= Moonshot ? "moonshot reached" : ratio <= Must ? "met" : "missed";
        return string.Create(CultureInfo.InvariantCulture, $"{Must} ({Moonshot}): {verdict}");
    }
}
