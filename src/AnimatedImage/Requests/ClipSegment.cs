using AnimatedImage.Failures;

namespace AnimatedImage.Requests;

/// <summary>One part of the source: <c>0:05-0:08</c> (start–end) or <c>50%+2</c> (start+length). Times from the end work too: <c>-10--5</c>.</summary>
public sealed record ClipSegment
{
    private const string Accepted = "Give start-end (0:05-0:08) or start+length (50%+2).";

    /// <summary>Where the part begins.</summary>
    public required TimePosition Start { get; init; }

    /// <summary>Where it ends; null when <see cref="Duration"/> is set.</summary>
    public TimePosition? End { get; init; }

    /// <summary>How long it is; null when <see cref="End"/> is set.</summary>
    public TimePosition? Duration { get; init; }

    /// <summary>Reads a text as described on the type.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/>.</exception>
    public static ClipSegment Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Problem(text.Trim(), out ClipSegment? segment) is { } reason ? throw InvalidValue.Create(text, "a segment", reason, Accepted) : segment!;
    }

    /// <summary>Reads a text as described on the type; false when it is none.</summary>
    public static bool TryParse(string? text, out ClipSegment? segment)
    {
        segment = null;
        return text is not null && Problem(text.Trim(), out segment) is null;
    }

    /// <summary>The text that <see cref="Parse"/> reads as the same value.</summary>
    public override string ToString() => Duration is { } duration ? $"{Start}+{duration}" : $"{Start}-{End}";

    /// <summary>What is wrong with the part whatever the source; null when nothing is.</summary>
    internal string? Problem()
    {
        if (End is null == Duration is null)
        {
            return "needs either an end or a length";
        }

        if (Duration is { FromEnd: true })
        {
            return "has a length below zero";
        }

        return Duration is { Value: 0 } || ClipRange.IsEmpty(Start, End) ? "holds no time" : null;
    }

    private static string? Problem(string text, out ClipSegment? segment)
    {
        segment = null;
        int separator = text.Length == 0 ? -1 : text.IndexOfAny(['-', '+', '–'], 1);
        if (separator < 0)
        {
            return text.Length == 0 ? "it is empty" : "it names one time only";
        }

        if (!TimePosition.TryParse(text[..separator], out TimePosition start))
        {
            return $"its start {InvalidValue.Quote(text[..separator].Trim())} is no time";
        }

        string rest = text[(separator + 1)..].Trim();
        if (!TimePosition.TryParse(rest, out TimePosition second))
        {
            return $"its {(text[separator] == '+' ? "length" : "end")} {InvalidValue.Quote(rest)} is no time";
        }

        segment = text[separator] == '+' ? new ClipSegment { Start = start, Duration = second } : new ClipSegment { Start = start, End = second };
        return segment.Problem() is { } problem ? $"it {problem}" : null;
    }
}
