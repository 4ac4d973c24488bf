using AnimatedImage.Failures;

namespace AnimatedImage.Requests;

/// <summary>The failure of a text or number that is no value of its kind: names the value, says what is wrong and what is accepted.</summary>
internal static class InvalidValue
{
    private const int LongestQuote = 60;

    /// <summary>Creates the failure.</summary>
    /// <param name="text">What was given.</param>
    /// <param name="concept">What it should have been, with its article: <c>a time</c>.</param>
    /// <param name="reason">A clause that says what is wrong: <c>minutes and seconds stay below 60</c>.</param>
    /// <param name="accepted">A full sentence with what is accepted and examples.</param>
    public static ConversionException Create(string text, string concept, string reason, string accepted) =>
        new(ErrorId.InvalidParameter, FailureKind.Input, $"{Quote(text)} is not {concept}: {reason}.", accepted);

    /// <summary>A text for a message: in quotes, cut where it is absurdly long, without control characters.</summary>
    public static string Quote(string text)
    {
        string shown = text.Length > LongestQuote ? string.Concat(text.AsSpan(0, LongestQuote), "…") : text;
        return $"'{string.Concat(shown.Select(character => char.IsControl(character) ? '·' : character))}'";
    }
}
