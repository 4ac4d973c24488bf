namespace AnimatedImage.Bench.Measuring;

/// <summary>What tables hold of many measurements.</summary>
internal static class Statistics
{
    /// <summary>The middle one, or the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    /// <summary>The median of those that could be measured; null when none could.</summary>
    public static double? MedianOrNull(IEnumerable<double?> values)
    {
        double[] known = [.. values.OfType<double>()];
        return known.Length == 0 ? null : Median(known);
    }

    /// <summary>The value that a share of them stays below, between neighbours by their distance.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="share">0–1.</param>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        double at = (sorted.Length - 1) * share;
        int below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + ((sorted[below + 1] - sorted[below]) * (at - below)) : sorted[below];
    }
}
