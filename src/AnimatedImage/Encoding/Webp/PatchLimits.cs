namespace AnimatedImage.Encoding.Webp;

/// <summary>
/// By how much a macroblock may differ from what is shown and still be left as it is. Noise is allowed more than what stays when it is
/// averaged away: drawn again it would be other noise, or at most qualities none, while a mean that is off is seen as a step.
/// </summary>
/// <param name="Luma">Largest difference of a sample of Y.</param>
/// <param name="LumaCell">Largest sum of the differences of 4 × 4 samples of Y.</param>
/// <param name="Chroma">Largest difference of a sample of U or V.</param>
/// <param name="ChromaCell">Largest sum of the differences of 4 × 4 samples of U or V.</param>
/// <remarks>
/// Measured on films and fixed cameras at qualities from 20 to 95: files are as large as or up to a third smaller than those of libwebp's
/// animation encoder, which compares each pixel with the frame before, and at least as like the source (PSNR, SSIM) up to quality 90.
/// </remarks>
internal readonly record struct PatchLimits(byte Luma, int LumaCell, byte Chroma, int ChromaCell)
{
    private const int CellSamples = 16;

    // Where contrast is lower than this, quality or none, a thin line may be missed.
    private const double MostLuma = 32;
    private const double MostChroma = 24;

    /// <summary>What a quality of 1–100 allows.</summary>
    public static PatchLimits Of(int quality)
    {
        double tolerance = WebpLikeness.ToleranceOf(quality);
        return new PatchLimits(
            (byte)Math.Min(tolerance * 2.6, MostLuma),
            (int)(tolerance * 0.4 * CellSamples),
            (byte)Math.Min(tolerance * 1.5, MostChroma),
            (int)(tolerance * 0.25 * CellSamples));
    }
}
