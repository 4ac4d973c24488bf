namespace AnimatedImage.Conversion.Budget;

/// <summary>A size that is not known for certain.</summary>
/// <param name="Bytes">What is expected.</param>
/// <param name="RelativeError">By which share of that it may be more or less, nine times of ten; 0 when it is exact.</param>
internal readonly record struct SizeEstimate(double Bytes, double RelativeError)
{
    /// <summary>What the spread of a few runs cannot tell about what lies between them: less is never promised.</summary>
    public const double LeastError = 0.20;

    /// <summary>The same of APNG, whose frames cost what their pixels do: all of 42 measured parts were off by 8 % at most.</summary>
    public const double LeastErrorOfApng = 0.10;

    // Student's t for 90 %, two-sided, by degrees of freedom from 1 on.
    private static readonly double[] s_student = [6.31, 2.92, 2.35, 2.13, 2.02, 1.94, 1.89];

    /// <summary>The relative error of a size that is mostly a mean of runs times the number of frames.</summary>
    /// <remarks>
    /// The runs lie evenly over the clip, so the variance is taken from neighbours (the successive difference estimator for systematic
    /// samples; K. Wolter, Introduction to Variance Estimation, chapter 8), and what was seen counts as known (finite population).
    /// </remarks>
    /// <param name="means">Each run's mean bytes of a frame, in the clip's order.</param>
    /// <param name="weight">The share of the size that was extrapolated from them, 0–1.</param>
    /// <param name="seen">The share of the frames that the runs hold, 0–1.</param>
    /// <param name="least">What is told at least, 0–1.</param>
    public static double ErrorOf(IReadOnlyList<double> means, double weight, double seen, double least = LeastError)
    {
        if (means.Count < 2)
        {
            return 1;
        }

        double mean = means.Average();
        double variance = means.Zip(means.Skip(1), (one, next) => (next - one) * (next - one)).Sum() / (2 * (means.Count - 1));
        double student = s_student[Math.Min(means.Count - 1, s_student.Length) - 1];
        double error = mean > 0 ? student * Math.Sqrt(variance / means.Count * Math.Max(0, 1 - seen)) / mean * weight : 0;
        return Math.Clamp(error, least, 1);
    }
}
