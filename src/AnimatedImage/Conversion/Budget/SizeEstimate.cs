namespace AnimatedImage.Conversion.Budget;

/// <summary>A size that is not known for certain.</summary>
/// <param name="Bytes">What is expected.</param>
/// <param name="RelativeError">By which share of that it may be more or less, nine times of ten; 0 when it is exact.</param>
internal readonly record struct SizeEstimate(double Bytes, double RelativeError)
{
    // The spread of a few runs says little about what lies between them: never promise more than this.
    private const double LeastError = 0.20;

    // Student's t for 90 %, two-sided, by degrees of freedom from 1 on.
    private static readonly double[] s_student = [6.31, 2.92, 2.35, 2.13, 2.02, 1.94, 1.89];

    /// <summary>The relative error of a size that is mostly a mean of runs times the number of frames.</summary>
    /// <param name="means">Each run's mean bytes of a frame.</param>
    /// <param name="weight">The share of the size that was extrapolated from them, 0–1.</param>
    public static double ErrorOf(IReadOnlyList<double> means, double weight)
    {
        if (means.Count < 2)
        {
            return 1;
        }

        double mean = means.Average();
        double deviation = Math.Sqrt(means.Sum(each => (each - mean) * (each - mean)) / (means.Count - 1));
        double student = s_student[Math.Min(means.Count - 1, s_student.Length) - 1];
        double error = mean > 0 ? student * deviation / Math.Sqrt(means.Count) / mean * weight : 0;
        return Math.Clamp(error, LeastError, 1);
    }
}
