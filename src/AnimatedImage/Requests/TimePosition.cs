namespace AnimatedImage.Requests;

/// <summary>
/// A point or a length on the source's time line: <c>90</c>, <c>1.5</c>, <c>1:05.250</c>, <c>01:02:03</c>, <c>10%</c>; with a leading
/// minus it counts from the end (<c>-5</c>, <c>-10%</c>). Time 0 is the first video frame. Range 0–86399.999 s or 0–100 %.
/// </summary>
public readonly partial record struct TimePosition
{
    /// <summary>Seconds or percent, never negative.</summary>
    public double Value { get; private init; }

    /// <summary>True when <see cref="Value"/> is a percentage of the source's duration.</summary>
    public bool IsPercent { get; private init; }

    /// <summary>True when the value counts back from the end of the source.</summary>
    public bool FromEnd { get; private init; }

    /// <summary>Reads a text as described on the type; invariant culture always.</summary>
    /// <exception cref="Failures.ConversionException"><see cref="Failures.ErrorId.InvalidParameter"/>.</exception>
    public static TimePosition Parse(string text) => throw new NotImplementedException();

    /// <summary>A position in seconds; negative counts from the end.</summary>
    public static TimePosition FromSeconds(double seconds) => throw new NotImplementedException();

    /// <summary>The time on a source of this duration; may lie outside of it.</summary>
    public TimeSpan Resolve(TimeSpan sourceDuration) => throw new NotImplementedException();
}
