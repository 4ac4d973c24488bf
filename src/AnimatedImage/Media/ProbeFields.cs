using System.Globalization;
using System.Text.Json;

namespace AnimatedImage.Media;

/// <summary>Tolerant reading of ffprobe's JSON: a field may be missing, <c>N/A</c>, a number, or a number in quotes.</summary>
internal static class ProbeFields
{
    /// <summary>A text; null when it is missing, empty, <c>N/A</c> or <c>unknown</c>.</summary>
    public static string? Text(this JsonElement element, string name) =>
        Member(element, name) switch
        {
            { ValueKind: JsonValueKind.String } value when value.GetString() is { Length: > 0 } text && text is not ("N/A" or "unknown") => text,
            { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
            _ => null,
        };

    /// <summary>A whole number; null when there is none.</summary>
    public static long? Integer(this JsonElement element, string name) =>
        long.TryParse(element.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>A time in seconds; null when there is none, or none that a clock could show.</summary>
    public static TimeSpan? Seconds(this JsonElement element, string name) => Seconds(element.Text(name));

    /// <inheritdoc cref="Seconds(JsonElement, string)"/>
    public static TimeSpan? Seconds(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds)
            && Math.Abs(seconds) < 1_000_000_000
            ? new TimeSpan((long)decimal.Round(seconds * TimeSpan.TicksPerSecond))
            : null;

    /// <summary>A fraction <c>30000/1001</c> or <c>4:3</c>; null when there is none or it is not above 0.</summary>
    public static Rational? Fraction(this JsonElement element, string name)
    {
        string[] parts = element.Text(name)?.Split('/', ':') ?? [];
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long numerator) && numerator > 0
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long denominator) && denominator > 0
            ? new Rational(numerator, denominator)
            : null;
    }

    /// <summary>The objects in an array; none when it is missing.</summary>
    public static IEnumerable<JsonElement> Objects(this JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Array } array
            ? array.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.Object)
            : [];

    /// <summary>A tag, whatever the case of its name: Matroska shouts, MP4 does not.</summary>
    public static string? Tag(this JsonElement element, string name) =>
        Member(element, "tags") is { ValueKind: JsonValueKind.Object } tags
            ? tags.EnumerateObject()
                .Where(tag => tag.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && tag.Value.ValueKind == JsonValueKind.String)
                .Select(static tag => tag.Value.GetString())
                .FirstOrDefault()
            : null;

    /// <summary>True when a disposition is set.</summary>
    public static bool Is(this JsonElement element, string disposition) =>
        Member(element, "disposition") is { ValueKind: JsonValueKind.Object } dispositions && dispositions.Integer(disposition) == 1;

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? value : null;
}
