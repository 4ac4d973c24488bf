namespace AnimatedImage.Inspection.Webp;

/// <summary>One frame of a WebP and where its picture lies in the file.</summary>
/// <param name="X">Left edge on the canvas.</param>
/// <param name="Y">Top edge on the canvas.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Duration">How long it is shown.</param>
/// <param name="Disposal">What happens to its area afterwards: kept or made background.</param>
/// <param name="Blend">How it is put on the canvas.</param>
/// <param name="HasAlpha">True when its picture says that it has transparency.</param>
/// <param name="Alpha">The whole ALPH chunk; empty when there is none.</param>
/// <param name="Bitstream">The whole VP8 or VP8L chunk.</param>
internal sealed record WebpFrame(
    int X,
    int Y,
    int Width,
    int Height,
    TimeSpan Duration,
    FrameDisposal Disposal,
    FrameBlend Blend,
    bool HasAlpha,
    FileRange Alpha,
    FileRange Bitstream)
{
    /// <summary>Bytes of its chunks.</summary>
    public long Bytes => Alpha.Length + Bitstream.Length;
}
