namespace AnimatedImage.Requests;

/// <summary>One part of the source: <c>0:05-0:08</c> (start–end) or <c>50%+2</c> (start+length).</summary>
public sealed partial record ClipSegment
{
    /// <summary>Where the part begins.</summary>
    public required TimePosition Start { get; init; }

    /// <summary>Where it ends; null when <see cref="Duration"/> is set.</summary>
    public TimePosition? End { get; init; }

    /// <summary>How long it is; null when <see cref="End"/> is set.</summary>
    public TimePosition? Duration { get; init; }

    /// <summary>Reads a text as described on the type.</summary>
    /// <exception cref="Failures.ConversionException"><see cref="Failures.ErrorId.InvalidParameter"/>.</exception>
    public static ClipSegment Parse(string text) => throw new NotImplementedException();
}
