namespace AnimatedImage.Requests;

/// <summary>Limits against media that costs more than it should. Raise them deliberately.</summary>
public sealed partial record ConversionLimits
{
    /// <summary>Most frames an output may have, 1–1000000; default 3600.</summary>
    public int? MaxFrame { get; init; }

    /// <summary>Most pixels a source's or output's frame may have; default 16384², 268 435 456.</summary>
    public long? MaxPixel { get; init; }

    /// <summary>Longest time one conversion may take; default 30 minutes.</summary>
    public TimeSpan? Timeout { get; init; }
}
