namespace AnimatedImage.Encoding.Webp;

/// <summary>
/// By how much a macroblock may differ from what is shown and still be left as it is. Noise is allowed more than what stays when it is
/// averaged away: drawn again it would be other noise, or at most qualities none, while a mean that is off is seen as a step. A single
/// cell may be off by more than many at once: what moves leaves a trace all over its macroblocks.
/// </summary>
/// <param name="Luma">Largest difference of a sample of Y.</param>
/// <param name="LumaCell">Largest sum of the differences of 4 × 4 samples of Y.</param>
/// <param name="LumaBlock">Largest sum of the former, without their signs, over a macroblock.</param>
/// <param name="Chroma">Largest difference of a sample of U or V.</param>
/// <param name="ChromaCell">Largest sum of the differences of 4 × 4 samples of U or V.</param>
/// <param name="ChromaBlock">Largest sum of the former, without their signs, over both planes of a macroblock.</param>
/// <remarks>
/// Measured on films, fixed cameras and a screen at qualities from 5 to 95, against libwebp's animation encoder, which compares each pixel
/// with the frame before: a fixed camera takes as many bytes or up to 7 % more below quality 35 and 15 to 41 % less above it, a film from 10 %
/// less to 13 % more at quality 5 and from 20 to 2 % less at 80. At every quality below 80 all are closer to the source (PSNR), films by up to
/// 14 dB: that encoder leaves traces of what moved. A test pattern of saturated colours takes up to a third more, and has the truer colours.
/// </remarks>
internal readonly record struct PatchLimits(byte Luma, int LumaCell, int LumaBlock, byte Chroma, int ChromaCell, int ChromaBlock)
{
    /// <summary>Samples of a cell.</summary>
    public const int CellSamples = 16;

    /// <summary>Samples of Y in a macroblock.</summary>
    public const int LumaSamples = 256;

    /// <summary>Samples of U and V in a macroblock.</summary>
    public const int ChromaSamples = 128;

    // Where contrast is lower than this, quality or none, a thin line may be missed.
    private const double MostLuma = 64;
    private const double MostChroma = 24;

    /// <summary>What a quality of 1–100 allows.</summary>
    public static PatchLimits Of(int quality)
    {
        double tolerance = WebpLikeness.ToleranceOf(quality);
        return new PatchLimits(
            (byte)Math.Min(tolerance * 2.6, MostLuma),
            (int)(tolerance * 0.6 * CellSamples),
            (int)(tolerance * 0.2 * LumaSamples),
            (byte)Math.Min(tolerance * 1.5, MostChroma),
            (int)(tolerance * 0.35 * CellSamples),
            (int)(tolerance * 0.12 * ChromaSamples));
    }
}
