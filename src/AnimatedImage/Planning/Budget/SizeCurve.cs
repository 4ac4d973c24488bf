namespace AnimatedImage.Planning.Budget;

/// <summary>
/// What is known about the size of every rung: the ladder's prior, bent through the samples, then through the measured files, which
/// count for more the nearer they are. Logarithms throughout; pure.
/// </summary>
/// <param name="ladder">The ladder.</param>
/// <param name="samples">Sizes expected from samples of the clip; none = the prior's shape alone, of unknown height.</param>
internal sealed class SizeCurve(IReadOnlyList<BudgetRung> ladder, IReadOnlyList<SizeSample> samples)
{
    // Beyond the outermost known point the error is thought to go on like this share of its last slope: half way between staying as it
    // is and growing as it did.
    private const double Damping = 0.5;

    private readonly List<(double Relief, double Log)> _samples = [.. samples.Select(sample => (ladder[sample.Rung].Relief, Math.Log(sample.Bytes))).OrderBy(point => point.Relief)];
    private readonly List<(double Relief, double Log)> _measured = [];

    /// <summary>True when a height is known.</summary>
    public bool IsKnown => _samples.Count + _measured.Count > 0;

    /// <summary>Adds a file that was really made.</summary>
    public void Measured(int rung, long bytes)
    {
        _measured.Add((ladder[rung].Relief, Math.Log(Math.Max(bytes, 1))));
        _measured.Sort((left, right) => left.Relief.CompareTo(right.Relief));
    }

    /// <summary>The expected logarithm of a rung's bytes.</summary>
    public double LogOf(int rung)
    {
        double relief = ladder[rung].Relief;
        return Sampled(relief) + Error([.. _measured.Select(point => (point.Relief, point.Log - Sampled(point.Relief)))], relief);
    }

    private double Sampled(double relief) => Error([.. _samples.Select(point => (point.Relief, point.Log + point.Relief))], relief) - relief;

    /// <summary>Linear between the points, damped outside of them; 0 without any.</summary>
    private static double Error((double Relief, double Value)[] points, double relief)
    {
        if (points.Length == 0)
        {
            return 0;
        }

        int right = Array.FindIndex(points, point => point.Relief >= relief);
        if (points.Length == 1)
        {
            return points[0].Value;
        }

        (int from, int to, double damping) = right switch
        {
            0 => (0, 1, Damping),
            < 0 => (points.Length - 1, points.Length - 2, Damping),
            _ => (right - 1, right, 1),
        };
        double width = points[to].Relief - points[from].Relief;

        // A slope as steep as the prior itself would turn the ladder around.
        double slope = width == 0 ? 0 : Math.Clamp((points[to].Value - points[from].Value) / width, -1, damping < 1 ? 0.5 : 1);
        return points[from].Value + (slope * damping * (relief - points[from].Relief));
    }
}
