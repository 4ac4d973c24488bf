using AnimatedImage.Media;

namespace AnimatedImage.Frames;

/// <summary>Times on an even grid.</summary>
internal static class GridTime
{
    /// <summary>index/rate seconds, to the nearest 100 ns.</summary>
    public static TimeSpan Of(long index, Rational rate)
    {
        Int128 scaled = (Int128)index * rate.Denominator * TimeSpan.TicksPerSecond;
        return new TimeSpan((long)((scaled + (rate.Numerator / 2)) / rate.Numerator));
    }
}
