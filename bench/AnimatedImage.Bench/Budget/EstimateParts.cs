using AnimatedImage.Requests;

namespace AnimatedImage.Bench.Budget;

/// <summary>
/// Parts of a clip whose files are estimated: from different places, of different lengths, rates and qualities. All have more frames
/// than are encoded for an estimate, which else is the file.
/// </summary>
internal static class EstimateParts
{
    // Whatever is a part of what the clip has; rates are raised where it is short.
    private static readonly (double From, double Share, double Rate, int Quality)[] s_parts =
    [
        (0.15, 0.4, 12, 80), (0.5, 0.5, 15, 30), (0, 1, 8, 60), (0.65, 0.33, 10, 95), (0, 0.3, 24, 60), (0.3, 0.7, 10, 80), (0.4, 0.3, 20, 30), (0, 0.8, 5, 95),
    ];

    /// <summary>More frames than a sample has.</summary>
    private const double LeastFrames = 80;

    private const double MostRate = 30;

    /// <summary>Requests for the parts.</summary>
    /// <param name="whole">The whole clip.</param>
    /// <param name="seconds">How long it is.</param>
    /// <param name="count">How many parts at most.</param>
    public static IEnumerable<ConversionRequest> Of(ConversionRequest whole, double seconds, int count)
    {
        foreach ((double from, double share, double rate, int quality) in s_parts.Take(count))
        {
            double length = seconds * share;
            double start = from;
            if (length * MostRate < LeastFrames)
            {
                (start, length) = (0, seconds);
            }

            if (length * MostRate >= LeastFrames)
            {
                yield return whole with
                {
                    Clip = new ClipRange { StartTime = TimePosition.FromSeconds(seconds * start), Duration = TimePosition.FromSeconds(length) },
                    Sampling = new Sampling { Rate = Math.Max(rate, Math.Ceiling(LeastFrames / length)) },
                    Picture = new PictureOptions { Quality = quality },
                };
            }
        }
    }
}
