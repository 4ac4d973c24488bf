using AnimatedImage.Media;

namespace AnimatedImage.Planning;

/// <summary>An even grid of samples laid over the parts of a source as if they were one piece: sample k lies at k/rate.</summary>
internal static class SampleGrid
{
    /// <summary>Number of samples that fit: those with k/rate before the end, and never none.</summary>
    /// <param name="rate">Samples a second.</param>
    /// <param name="length">Length of all parts together.</param>
    public static int Count(Rational rate, TimeSpan length) => (int)Math.Clamp((long)Ceiling(length.Ticks, rate), 1, int.MaxValue);

    /// <summary>Lays the grid; parts that no sample falls into are left out.</summary>
    /// <param name="windows">The parts, in order.</param>
    /// <param name="rate">Samples a second.</param>
    /// <param name="count">Number of samples over all parts.</param>
    public static IReadOnlyList<ReadWindow> Lay(IReadOnlyList<(TimeSpan Start, TimeSpan End)> windows, Rational rate, int count)
    {
        List<ReadWindow> laid = [];
        long passed = 0;
        long next = 0;
        foreach ((TimeSpan start, TimeSpan end) in windows)
        {
            long after = Math.Min(count, (long)Ceiling(passed + (end - start).Ticks, rate));
            if (after > next)
            {
                // The first sample's own time, rounded to the tick of 100 ns.
                long first = (long)(((Int128)next * TimeSpan.TicksPerSecond * rate.Denominator) / rate.Numerator);
                laid.Add(new ReadWindow(start, end, start + TimeSpan.FromTicks(Math.Max(0, first - passed)), (int)(after - next)));
                next = after;
            }

            passed += (end - start).Ticks;
        }

        return laid;
    }

    // The number of samples whose time k/rate lies before a point.
    private static Int128 Ceiling(long ticks, Rational rate)
    {
        Int128 scaled = (Int128)ticks * rate.Numerator;
        Int128 unit = (Int128)TimeSpan.TicksPerSecond * rate.Denominator;
        return (scaled + unit - 1) / unit;
    }
}
