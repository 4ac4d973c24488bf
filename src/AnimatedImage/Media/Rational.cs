using System.Globalization;

namespace AnimatedImage.Media;

/// <summary>An exact fraction in lowest terms with a positive denominator: frame rates, time bases, pixel shapes.</summary>
public readonly record struct Rational : IComparable<Rational>
{
    /// <summary>Creates the fraction in lowest terms.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The denominator is 0.</exception>
    public Rational(long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfZero(denominator);
        long divisor = GreatestCommonDivisor(numerator, denominator) * Math.Sign(denominator);
        Numerator = numerator / divisor;
        Denominator = denominator / divisor;
    }

    /// <summary>Above the line; carries the sign.</summary>
    public long Numerator { get; }

    /// <summary>Below the line; 0 only in <c>default</c>, which is no valid fraction.</summary>
    public long Denominator { get; }

    /// <summary>The nearest double.</summary>
    public double Value => (double)Numerator / Denominator;

    /// <summary>1/this.</summary>
    public Rational Inverse => new(Denominator, Numerator);

    /// <summary>The product.</summary>
    public static Rational operator *(Rational left, Rational right) =>
        new Rational(left.Numerator, right.Denominator).Times(new Rational(right.Numerator, left.Denominator));

    /// <summary>The quotient.</summary>
    public static Rational operator /(Rational left, Rational right) => left * right.Inverse;

    /// <summary>Order by value.</summary>
    public static bool operator <(Rational left, Rational right) => left.CompareTo(right) < 0;

    /// <summary>Order by value.</summary>
    public static bool operator >(Rational left, Rational right) => left.CompareTo(right) > 0;

    /// <summary>Order by value.</summary>
    public static bool operator <=(Rational left, Rational right) => left.CompareTo(right) <= 0;

    /// <summary>Order by value.</summary>
    public static bool operator >=(Rational left, Rational right) => left.CompareTo(right) >= 0;

    /// <summary>
    /// The fraction a person means by a decimal rate: NTSC rates (23.976, 29.97, 59.94 and their like, within 0.005) become n·1000/1001,
    /// everything else the nearest fraction with at most six decimals.
    /// </summary>
    public static Rational FromRate(double rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        double ntsc = Math.Round(rate * 1.001);
        bool looksNtsc = ntsc > 0 && rate != Math.Round(rate) && Math.Abs((ntsc / 1.001) - rate) < 0.005;
        return looksNtsc ? new Rational((long)ntsc * 1000, 1001) : new Rational((long)Math.Round(rate * 1_000_000), 1_000_000);
    }

    /// <inheritdoc/>
    public int CompareTo(Rational other) =>
        ((Int128)Numerator * other.Denominator).CompareTo((Int128)other.Numerator * Denominator);

    /// <summary><c>24000/1001</c>, the form ffmpeg reads.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    private Rational Times(Rational other) => new(checked(Numerator * other.Numerator), checked(Denominator * other.Denominator));

    private static long GreatestCommonDivisor(long left, long right)
    {
        (left, right) = (Math.Abs(left), Math.Abs(right));
        while (right != 0)
        {
            (left, right) = (right, left % right);
        }

        return left == 0 ? 1 : left;
    }
}
