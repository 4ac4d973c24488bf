using AnimatedImage.Media;

namespace AnimatedImage.Planning;

/// <summary>
/// Arithmetic on fractions that never overflows: a result whose lowest terms do not fit into 64 bits becomes the nearest that does
/// (relative error below 2⁻⁶⁰).
/// </summary>
internal static class Exact
{
    /// <summary>The fraction a person means by a decimal number: at most six decimals.</summary>
    public static Rational Of(double number) => new((long)Math.Round((decimal)number * 1_000_000, MidpointRounding.AwayFromZero), 1_000_000);

    /// <summary>A whole number.</summary>
    public static Rational Of(long number) => new(number, 1);

    /// <summary>A time in seconds.</summary>
    public static Rational Seconds(TimeSpan time) => new(time.Ticks, TimeSpan.TicksPerSecond);

    /// <summary>The product of two fractions that are not negative.</summary>
    public static Rational Product(Rational left, Rational right) =>
        Reduce((Int128)left.Numerator * right.Numerator, (Int128)left.Denominator * right.Denominator);

    /// <summary>The quotient of two fractions that are not negative.</summary>
    public static Rational Quotient(Rational left, Rational right) => Product(left, right.Inverse);

    /// <summary>The smaller one.</summary>
    public static Rational Min(Rational left, Rational right) => left <= right ? left : right;

    /// <summary>The nearest whole number, halves up, of a fraction that is not negative.</summary>
    public static long Round(Rational number) => (long)((((Int128)number.Numerator * 2) + number.Denominator) / ((Int128)number.Denominator * 2));

    /// <summary>How long <paramref name="count"/> steps take at a rate, to the nearest 100 ns.</summary>
    public static TimeSpan Time(long count, Rational stepsPerSecond)
    {
        Int128 ticks = (Int128)count * stepsPerSecond.Denominator * TimeSpan.TicksPerSecond;
        return TimeSpan.FromTicks((long)(((ticks * 2) + stepsPerSecond.Numerator) / ((Int128)stepsPerSecond.Numerator * 2)));
    }

    /// <summary>How many steps k = 0, 1, 2, … lie before a time, that is k/rate &lt; time.</summary>
    public static long StepsBefore(TimeSpan time, Rational stepsPerSecond)
    {
        Int128 steps = (Int128)Math.Max(time.Ticks, 0) * stepsPerSecond.Numerator;
        Int128 unit = (Int128)stepsPerSecond.Denominator * TimeSpan.TicksPerSecond;
        return (long)((steps + unit - 1) / unit);
    }

    private static Rational Reduce(Int128 numerator, Int128 denominator)
    {
        Int128 divisor = GreatestCommonDivisor(numerator, denominator);
        (numerator, denominator) = (numerator / divisor, denominator / divisor);
        while (numerator > long.MaxValue || denominator > long.MaxValue)
        {
            (numerator, denominator) = (numerator >> 1, Int128.Max(denominator >> 1, 1));
        }

        return new Rational((long)numerator, (long)denominator);
    }

    private static Int128 GreatestCommonDivisor(Int128 left, Int128 right)
    {
        while (right != 0)
        {
            (left, right) = (right, left % right);
        }

        return left == 0 ? 1 : left;
    }
}
