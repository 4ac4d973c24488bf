using AnimatedImage.Media;

namespace AnimatedImage.Planning;

/// <summary>
/// Lays an even grid over the windows as if they followed each other without a gap: sample k lies at k/rate of the joined time, so that
/// the spacing goes on across the seams.
/// </summary>
internal static class SampleGrid
{
    /// <summary>The windows with their samples; windows too short to hold one are left out. There is at least one sample.</summary>
    /// <param name="windows">The windows, in the order they play.</param>
    /// <param name="rate">Samples a second; &gt; 0.</param>
    /// <param name="sourceEnd">End of the source.</param>
    /// <param name="tolerance">
    /// A sample less than this before the source's end is none: the end is known only to the container's clock, and what is on screen
    /// there was already taken.
    /// </param>
    public static IReadOnlyList<ReadWindow> Lay(IReadOnlyList<ReadWindow> windows, Rational rate, TimeSpan sourceEnd, TimeSpan tolerance)
    {
        List<ReadWindow> result = [];
        TimeSpan joined = TimeSpan.Zero;
        foreach (ReadWindow window in windows)
        {
            long first = Exact.StepsBefore(joined, rate);
            TimeSpan length = window.End - window.Start;
            TimeSpan usable = window.End >= sourceEnd && length > tolerance ? length - tolerance : length;
            long count = Exact.StepsBefore(joined + usable, rate) - first;
            if (count > 0)
            {
                int samples = (int)Math.Min(count, int.MaxValue);
                result.Add(window with { FirstSample = window.Start + (Exact.Time(first, rate) - joined), SampleCount = samples });
            }

            joined += length;
        }

        return result;
    }
}
