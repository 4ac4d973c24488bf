using System.Globalization;

namespace AnimatedImage.Requests;

/// <summary>Numbers as people type them into values: digits and one point, in every culture the same, without exponents and thousands separators.</summary>
internal static class DecimalText
{
    /// <summary>Reads <c>12</c>, <c>12.5</c> or <c>.5</c>; false for anything else, signs included.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out decimal number)
    {
        number = 0;
        return text.Length > 0
            && char.IsAsciiDigit(text[^1])
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Writes a number so that <see cref="TryRead"/> reads the same again; at most ten decimals.</summary>
    public static string Write(double number) => number.ToString("0.##########", CultureInfo.InvariantCulture);

    /// <summary>What is wrong with a text that is no number.</summary>
    public static string Reason(string text) => text switch
    {
        "" => "it is empty",
        _ when text.Contains(',', StringComparison.Ordinal) => "decimals are written with a point, not a comma",
        _ when text.Contains('E', StringComparison.OrdinalIgnoreCase) && char.IsAsciiDigit(text[0]) => "exponents are not read",
        _ => "it cannot be read",
    };
}
