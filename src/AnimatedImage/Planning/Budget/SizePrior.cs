using AnimatedImage.Requests;

namespace AnimatedImage.Planning.Budget;

/// <summary>
/// How a format's size follows what is given up, before anything is known about the clip: a power of the pixels, a power of the frames
/// and a curve over quality. Only the shape counts; samples and measured files correct it.
/// </summary>
/// <param name="PixelPower">Size grows with the number of pixels to this power: detail per pixel grows as pixels become fewer.</param>
/// <param name="FramePower">Size grows with the number of frames to this power: fewer frames differ more from each other.</param>
/// <param name="Curve">Quality and the natural logarithm of the size relative to quality 80, best first.</param>
internal sealed record SizePrior(double PixelPower, double FramePower, IReadOnlyList<(int Quality, double Log)> Curve)
{
    private static readonly SizePrior s_gif = new(0.9, 0.85, [(100, 0.75), (95, 0.5), (90, 0.22), (80, 0), (60, -0.27), (40, -0.6), (20, -0.95), (1, -1.35)]);
    private static readonly SizePrior s_webp = new(0.85, 0.8, [(100, 1.25), (95, 0.75), (90, 0.42), (80, 0), (60, -0.3), (40, -0.5), (20, -0.8), (1, -1.35)]);
    private static readonly SizePrior s_avif = new(0.8, 0.6, [(100, 1.7), (95, 1.05), (90, 0.55), (80, 0), (50, -1.0), (25, -1.6), (1, -2.3)]);
    private static readonly SizePrior s_lossless = new(0.95, 0.9, [(100, 0), (1, 0)]);

    /// <summary>The prior of an output.</summary>
    public static SizePrior Of(OutputFormat format, bool isLossless) => format switch
    {
        _ when isLossless => s_lossless,
        OutputFormat.Gif => s_gif,
        OutputFormat.WebP => s_webp,
        OutputFormat.Avif => s_avif,
        _ => s_lossless,
    };

    /// <summary>The logarithm of the size that a quality has relative to quality 80.</summary>
    public double LogOf(int quality)
    {
        int below = 0;
        while (below < Curve.Count - 1 && Curve[below].Quality > quality)
        {
            below++;
        }

        if (below == 0)
        {
            return Curve[0].Log;
        }

        ((int fromQuality, double fromLog), (int toQuality, double toLog)) = (Curve[below], Curve[below - 1]);
        return fromLog + ((toLog - fromLog) * (quality - fromQuality) / (toQuality - fromQuality));
    }
}
