using System.Globalization;
using System.Text.RegularExpressions;
using AnimatedImage.Failures;

namespace AnimatedImage.PowerShell.Binding;

/// <summary>A length of time: seconds, a TimeSpan, <c>5m</c>, <c>1h30m</c>, <c>1:30:00</c>.</summary>
internal sealed partial class TimeoutTransformationAttribute : ValueTransformationAttribute
{
    private protected override object Convert(object value) => value switch
    {
        TimeSpan => value,
        _ when IsNumber(value, out double seconds) => FromSeconds(seconds, TextOf(value)),
        _ => Parse(TextOf(value)),
    };

    [GeneratedRegex(@"^\s*((?<hours>\d+(\.\d+)?)h)?\s*((?<minutes>\d+(\.\d+)?)m)?\s*((?<seconds>\d+(\.\d+)?)s)?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex WithUnits();

    [GeneratedRegex(@"^\s*((?<hours>\d+):)?(?<minutes>\d+):(?<seconds>\d+(\.\d+)?)\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Clock();

    private static TimeSpan Parse(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds))
        {
            return FromSeconds(seconds, text);
        }

        Match match = Clock().Match(text) is { Success: true } clock ? clock : WithUnits().Match(text);
        return match.Success && match.Value.Trim().Length > 0
            ? FromSeconds((Part(match, "hours") * 3600) + (Part(match, "minutes") * 60) + Part(match, "seconds"), text)
            : throw Unreadable(text);
    }

    private static double Part(Match match, string name) =>
        match.Groups[name] is { Success: true } group ? double.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    // Whether the time is in range is a rule of the request; here it only has to fit the type.
    private static TimeSpan FromSeconds(double seconds, string text) =>
        Math.Abs(seconds) <= 1e9 ? TimeSpan.FromSeconds(seconds) : throw Unreadable(text);

    private static ConversionException Unreadable(string text) => new(
        ErrorId.InvalidParameter,
        FailureKind.Input,
        $"'{text}' is not a length of time.",
        "Write seconds, or a time such as 90s, 5m, 1h30m or 1:30:00.");
}
