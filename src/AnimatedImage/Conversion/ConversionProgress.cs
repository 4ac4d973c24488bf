namespace AnimatedImage.Conversion;

/// <summary>How far a conversion is.</summary>
/// <param name="Stage">What is being done: <c>Probing</c>, <c>Converting</c>, <c>Writing</c>.</param>
/// <param name="FramesDone">Frames decoded so far.</param>
/// <param name="FramesTotal">Frames planned; 0 while unknown.</param>
/// <param name="BytesWritten">Bytes of all outputs so far.</param>
/// <param name="Elapsed">Since the start.</param>
public sealed record ConversionProgress(string Stage, int FramesDone, int FramesTotal, long BytesWritten, TimeSpan Elapsed)
{
    /// <summary>0–1; 0 while unknown.</summary>
    public double Fraction => FramesTotal > 0 ? Math.Clamp((double)FramesDone / FramesTotal, 0, 1) : 0;

    /// <summary>Time left at the pace so far; null while unknown.</summary>
    public TimeSpan? Remaining => Fraction > 0 ? Elapsed * ((1 - Fraction) / Fraction) : null;
}
