using AnimatedImage.Requests;

namespace AnimatedImage.Planning;

/// <summary>The clock of a format: how finely it counts delays and which delays players honour.</summary>
/// <param name="TicksPerSecond">Delay units a second.</param>
/// <param name="MinDelay">Shortest delay that players honour, in ticks.</param>
/// <param name="MaxDelay">Longest delay the format can store, in ticks.</param>
public sealed record FrameTiming(int TicksPerSecond, int MinDelay, int MaxDelay)
{
    /// <summary>
    /// The clock of a format. GIF counts centiseconds in 16 bits and browsers slow anything under 2 cs; WebP counts milliseconds in
    /// 24 bits, APNG in a 16-bit numerator over 1000 here, AVIF in milliseconds; for these browsers slow anything of 10 ms or less.
    /// </summary>
    public static FrameTiming Of(OutputFormat format) => format switch
    {
        OutputFormat.Gif => new FrameTiming(100, 2, 65535),
        OutputFormat.WebP => new FrameTiming(1000, 11, 0xFFFFFF),
        OutputFormat.Apng => new FrameTiming(1000, 11, 65535),
        OutputFormat.Avif => new FrameTiming(1000, 11, int.MaxValue),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };
}
