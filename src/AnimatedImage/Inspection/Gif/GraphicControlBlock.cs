namespace AnimatedImage.Inspection.Gif;

/// <summary>What GIF89a's graphic control extension says of the frame after it (section 23 of the specification).</summary>
/// <param name="Delay">How long the frame is shown, stored in centiseconds.</param>
/// <param name="Disposal">What happens to its area afterwards.</param>
/// <param name="IsTransparent">True when one colour is see-through.</param>
internal readonly record struct GraphicControlBlock(TimeSpan Delay, FrameDisposal Disposal, bool IsTransparent)
{
    /// <summary>Reads the extension's one sub-block of four bytes.</summary>
    public static GraphicControlBlock Parse(ReadOnlySpan<byte> block) => new(
        TimeSpan.FromMilliseconds((block[1] | (block[2] << 8)) * 10),
        ((block[0] >> 2) & 7) switch
        {
            2 => FrameDisposal.Background,
            // 4 is what some early encoders wrote for 3; browsers read it so.
            3 or 4 => FrameDisposal.Previous,
            _ => FrameDisposal.Keep,
        },
        (block[0] & 1) != 0);
}
