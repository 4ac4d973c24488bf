namespace AnimatedImage.Requests;

/// <summary>Limits against media that costs more than it should. Raise them deliberately.</summary>
public sealed record ConversionLimits
{
    /// <summary>The frame limit where none is given.</summary>
    public const int DefaultMaxFrame = 3600;

    /// <summary>The pixel limit where none is given: 16384².</summary>
    public const long DefaultMaxPixel = 16384L * 16384;

    /// <summary>The time limit where none is given.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(7);

    /// <summary>Most frames an output may have, 1–1000000; default 3600.</summary>
    public int? MaxFrame { get; init; }

    /// <summary>Most pixels a source's or output's frame may have, 1–65536²; default 16384², 268 435 456.</summary>
    public long? MaxPixel { get; init; }

    /// <summary>Longest time one conversion may take, more than 0 and at most 7 days; default 30 minutes.</summary>
    public TimeSpan? Timeout { get; init; }

    internal IEnumerable<RequestProblem> Check()
    {
        if (MaxFrame is < 1 or > 1_000_000)
        {
            yield return RequestProblem.OutOfRange("MaxFrame", MaxFrame, "from 1 to 1000000");
        }

        if (MaxPixel is < 1 or > 1L << 32)
        {
            yield return RequestProblem.OutOfRange("MaxPixel", MaxPixel, "from 1 to 4294967296");
        }

        if (Timeout is { } timeout && (timeout <= TimeSpan.Zero || timeout > LongestTimeout))
        {
            yield return RequestProblem.OutOfRange("Timeout", timeout, "more than 0 and at most 7 days");
        }
    }

    internal ConversionLimits Over(ConversionLimits template) => new()
    {
        MaxFrame = MaxFrame ?? template.MaxFrame,
        MaxPixel = MaxPixel ?? template.MaxPixel,
        Timeout = Timeout ?? template.Timeout,
    };

    internal ConversionLimits WithDefaults() => new()
    {
        MaxFrame = MaxFrame ?? DefaultMaxFrame,
        MaxPixel = MaxPixel ?? DefaultMaxPixel,
        Timeout = Timeout ?? DefaultTimeout,
    };
}
