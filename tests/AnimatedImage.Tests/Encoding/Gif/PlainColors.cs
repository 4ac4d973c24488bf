namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>The encoder's colour space as it is defined, between whole levels and without rounding.</summary>
internal static class PlainColors
{
    private const double Toe = 64;

    public static (double Luma, double Blue, double Red) From(double r, double g, double b)
    {
        double light = ((54 * Light(r)) + (183 * Light(g)) + (19 * Light(b))) / 256;
        double grey = Math.Sqrt(light + (Toe * Toe)) - Toe;
        return (4 * grey, b - grey, 1.5 * (r - grey));
    }

    private static double Light(double level) => level * (level + (2 * Toe));
}
