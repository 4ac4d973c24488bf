using System.Globalization;
using AnimatedImage.Failures;

namespace AnimatedImage.Requests;

/// <summary>
/// A point or a length on the source's time line: <c>90</c>, <c>1.5</c>, <c>1:05.250</c>, <c>01:02:03</c>, <c>10%</c>; with a leading
/// minus it counts from the end (<c>-5</c>, <c>-10%</c>; <c>-0</c> is the end itself). Time 0 is the first video frame.
/// Range 0–86399.999 s or 0–100 %; kept to 100 ns.
/// </summary>
public readonly record struct TimePosition
{
    /// <summary>Longest time, in seconds: one millisecond less than a day.</summary>
    public const double MaxSeconds = 86399.999;

    private const int Decimals = 7;
    private const string Accepted = "Give seconds (90, 1.5), minutes and seconds (1:05.250), hours (01:02:03) or a part of the video (10%), from 0 to 86399.999 seconds or 100 %; a leading minus counts from the end (-5).";

    private TimePosition(double value, bool isPercent, bool fromEnd)
    {
        Value = value;
        IsPercent = isPercent;
        FromEnd = fromEnd;
    }

    /// <summary>Seconds or percent, never negative.</summary>
    public double Value { get; }

    /// <summary>True when <see cref="Value"/> is a percentage of the source's duration.</summary>
    public bool IsPercent { get; }

    /// <summary>True when the value counts back from the end of the source.</summary>
    public bool FromEnd { get; }

    /// <summary>Reads a text as described on the type; invariant culture always.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/>.</exception>
    public static TimePosition Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Problem(text.Trim(), out TimePosition position) is { } reason ? throw InvalidValue.Create(text, "a time", reason, Accepted) : position;
    }

    /// <summary>Reads a text as described on the type; false when it is none.</summary>
    public static bool TryParse(string? text, out TimePosition position)
    {
        position = default;
        return text is not null && Problem(text.Trim(), out position) is null;
    }

    /// <summary>A position in seconds; negative counts from the end.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/>: not a number, or a day and more.</exception>
    public static TimePosition FromSeconds(double seconds) =>
        double.IsFinite(seconds) && Math.Round(Math.Abs(seconds), Decimals) <= MaxSeconds
            ? new TimePosition(Math.Round(Math.Abs(seconds), Decimals), isPercent: false, fromEnd: seconds < 0)
            : throw InvalidValue.Create(seconds.ToString(CultureInfo.InvariantCulture), "a time", "it is out of range", Accepted);

    /// <summary>A position; negative counts from the end.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/>: a day and more.</exception>
    public static TimePosition FromTimeSpan(TimeSpan time) => FromSeconds(time.TotalSeconds);

    /// <summary>The time on a source of this duration; may lie outside of it.</summary>
    public TimeSpan Resolve(TimeSpan sourceDuration)
    {
        // Decimal, so that 10 % of 0.3 s is 0.03 s and not one tick beside it.
        decimal ticks = (decimal)Value * (IsPercent ? sourceDuration.Ticks / 100m : TimeSpan.TicksPerSecond);
        var offset = TimeSpan.FromTicks((long)Math.Round(ticks, MidpointRounding.AwayFromZero));
        return FromEnd ? sourceDuration - offset : offset;
    }

    /// <summary>The text that <see cref="Parse"/> reads as the same value: <c>65.25</c>, <c>-10%</c>.</summary>
    public override string ToString() => $"{(FromEnd ? "-" : "")}{DecimalText.Write(Value)}{(IsPercent ? "%" : "")}";

    private static string? Problem(string text, out TimePosition position)
    {
        position = default;
        bool fromEnd = text.StartsWith('-');
        ReadOnlySpan<char> rest = text.AsSpan(fromEnd ? 1 : 0);
        bool isPercent = rest.EndsWith("%");
        decimal value;
        if (isPercent)
        {
            if (!DecimalText.TryRead(rest[..^1].TrimEnd(), out value))
            {
                return DecimalText.Reason(text);
            }
        }
        else if (ClockProblem(rest, out value) is { } problem)
        {
            return problem == "" ? DecimalText.Reason(text) : problem;
        }

        value = Math.Round(value, Decimals, MidpointRounding.AwayFromZero);
        if (value > (isPercent ? 100m : (decimal)MaxSeconds))
        {
            return isPercent ? "there is no more than 100 %" : "the longest time is 86399.999 seconds";
        }

        position = new TimePosition((double)value, isPercent, fromEnd);
        return null;
    }

    /// <summary>Reads <c>[[h:]m:]s</c>; null when it could, empty when it is not of that form.</summary>
    private static string? ClockProblem(ReadOnlySpan<char> text, out decimal seconds)
    {
        seconds = 0;
        int count = 0;
        foreach (Range range in text.Split(':'))
        {
            ReadOnlySpan<char> part = text[range];
            bool isLast = range.End.GetOffset(text.Length) == text.Length;
            if (++count > 3 || !DecimalText.TryRead(part, out decimal number) || (!isLast && part.Contains('.')))
            {
                return "";
            }

            if (count > 1 && number >= 60)
            {
                return count == 2 && isLast ? "seconds stay below 60 beside minutes" : "minutes and seconds stay below 60 beside hours";
            }

            // Absurd hours must not overflow; they are out of range anyway.
            seconds = (Math.Min(seconds, 1e9m) * 60) + Math.Min(number, 1e12m);
        }

        return null;
    }
}
