namespace AnimatedImage.Frames;

/// <summary>How a <see cref="Frame"/> keeps its pixels.</summary>
public enum PixelLayout
{
    /// <summary>8-bit R, G, B, A with straight alpha, four bytes a pixel, full range.</summary>
    Rgba,

    /// <summary>
    /// Opaque pictures as WebP and AV1 keep them: three 8-bit planes one after another, Y with width × height bytes, then U and V with
    /// ⌈width / 2⌉ × ⌈height / 2⌉ bytes each; limited range (16–235, 16–240), the matrix of ITU-R BT.601.
    /// </summary>
    Yuv420,
}
