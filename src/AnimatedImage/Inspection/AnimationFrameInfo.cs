namespace AnimatedImage.Inspection;

/// <summary>One frame of an animated image.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Delay">How long it is shown, as stored.</param>
/// <param name="X">Left edge on the canvas.</param>
/// <param name="Y">Top edge on the canvas.</param>
/// <param name="Width">Width of the part that it draws.</param>
/// <param name="Height">Height of the part that it draws.</param>
/// <param name="Bytes">Size of its data in the file.</param>
public sealed record AnimationFrameInfo(int Index, TimeSpan Delay, int X, int Y, int Width, int Height, long Bytes)
{
    /// <summary>What happens to its area before the next frame.</summary>
    public FrameDisposal Disposal { get; init; }

    /// <summary>How it is put on the canvas.</summary>
    public FrameBlend Blend { get; init; }
}
