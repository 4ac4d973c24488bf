using System.Globalization;
using AnimatedImage.Media;

namespace AnimatedImage.Planning;

/// <summary>Numbers as messages and descriptions show them.</summary>
internal static class PlanText
{
    /// <summary><c>2.8 s</c>, to the millisecond.</summary>
    public static string Of(TimeSpan time) => $"{Of(time.TotalSeconds, "0.###")} s";

    /// <summary><c>29.97</c>.</summary>
    public static string Of(Rational rate) => Of(rate.Value, "0.##");

    /// <summary><c>640×360</c>.</summary>
    public static string Size(long width, long height) => string.Create(CultureInfo.InvariantCulture, $"{width}×{height}");

    /// <summary>A number by its format.</summary>
    public static string Of(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    /// <summary><c>1 frame</c>, <c>42 frames</c>.</summary>
    public static string Frames(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "frame" : "frames")}");
}
