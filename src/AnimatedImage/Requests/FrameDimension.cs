using System.Globalization;
using AnimatedImage.Failures;

namespace AnimatedImage.Requests;

/// <summary>
/// One side of a frame: pixels (<c>480</c>, 1–16384), or part of the picture (<c>50%</c>, or a fraction below 1 such as <c>0.5</c>; at
/// most 1600 %). <c>1</c> is one pixel; the whole picture is <c>100%</c>.
/// </summary>
public readonly record struct FrameDimension
{
    /// <summary>Most pixels a side may have.</summary>
    public const int MaxPixels = 16384;

    /// <summary>Largest part of the picture; the same factor that bounds <see cref="FrameSize.Scale"/>.</summary>
    public const double MaxFraction = 16;

    private const int Decimals = 8;
    private const string Accepted = "Give pixels from 1 to 16384 (480), or a part of the picture: 50% or 0.5.";

    private FrameDimension(double value, bool isFraction)
    {
        Value = value;
        IsFraction = isFraction;
    }

    /// <summary>Pixels, or the fraction of the picture's side when <see cref="IsFraction"/>.</summary>
    public double Value { get; }

    /// <summary>True when <see cref="Value"/> is a fraction of the picture's side.</summary>
    public bool IsFraction { get; }

    /// <summary>Reads a text as described on the type.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/>.</exception>
    public static FrameDimension Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Problem(text.Trim(), out FrameDimension dimension) is { } reason ? throw InvalidValue.Create(text, "a size", reason, Accepted) : dimension;
    }

    /// <summary>Reads a text as described on the type; false when it is none.</summary>
    public static bool TryParse(string? text, out FrameDimension dimension)
    {
        dimension = default;
        return text is not null && Problem(text.Trim(), out dimension) is null;
    }

    /// <summary>A number: at least 1 are pixels, below 1 is a fraction.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/>: out of range, or a broken number of pixels.</exception>
    public static FrameDimension FromNumber(double number)
    {
        string? reason = double.IsFinite(number) && Math.Abs(number) < 1e9 ? Problem((decimal)number, out FrameDimension dimension) : Problem(decimal.MaxValue, out dimension);
        return reason is null ? dimension : throw InvalidValue.Create(number.ToString(CultureInfo.InvariantCulture), "a size", reason, Accepted);
    }

    /// <summary>The text that <see cref="Parse"/> reads as the same value: <c>480</c>, <c>50%</c>.</summary>
    public override string ToString() => IsFraction ? $"{DecimalText.Write((double)((decimal)Value * 100))}%" : DecimalText.Write(Value);

    private static string? Problem(string text, out FrameDimension dimension)
    {
        dimension = default;
        bool isPercent = text.EndsWith('%');
        if (!DecimalText.TryRead(text.AsSpan(0, isPercent ? text.Length - 1 : text.Length).TrimEnd(), out decimal number))
        {
            return text.StartsWith('-') ? "it is negative" : DecimalText.Reason(text);
        }

        return isPercent ? FractionProblem(number / 100, out dimension) : Problem(number, out dimension);
    }

    private static string? Problem(decimal number, out FrameDimension dimension)
    {
        if (number is > 0 and < 1)
        {
            return FractionProblem(number, out dimension);
        }

        dimension = new FrameDimension((double)number, isFraction: false);
        return number switch
        {
            < 1 or > MaxPixels => "it is out of range",
            _ when number != Math.Truncate(number) => "pixels come whole",
            _ => null,
        };
    }

    private static string? FractionProblem(decimal fraction, out FrameDimension dimension)
    {
        fraction = Math.Round(fraction, Decimals, MidpointRounding.AwayFromZero);
        dimension = new FrameDimension((double)fraction, isFraction: true);
        return fraction is <= 0 or > (decimal)MaxFraction ? "a part is more than 0 % and at most 1600 %" : null;
    }
}
