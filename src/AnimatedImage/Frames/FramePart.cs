namespace AnimatedImage.Frames;

/// <summary>One of several pictures that one buffer holds.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Layout">How it keeps its pixels.</param>
/// <param name="Offset">Where it begins in the buffer, in bytes.</param>
internal readonly record struct FramePart(int Width, int Height, PixelLayout Layout, int Offset)
{
    /// <summary>Bytes that it takes.</summary>
    public int Length => FramePool.BytesOf(Width, Height, Layout);
}
