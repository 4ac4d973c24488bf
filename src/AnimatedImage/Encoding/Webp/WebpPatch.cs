namespace AnimatedImage.Encoding.Webp;

/// <summary>The part of a frame that is drawn: a rectangle whose macroblocks are counted from its corner, cut at the edges of the canvas.</summary>
/// <param name="X">Left edge in pixels; even.</param>
/// <param name="Y">Top edge in pixels; even.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Drawn">
/// For each macroblock of the rectangle, row by row, whether it is drawn; the others stay as they are shown. Null when all are drawn.
/// </param>
/// <param name="Mask">The <c>ALPH</c> chunk that says so, without padding; empty when all are drawn.</param>
internal sealed record WebpPatch(int X, int Y, int Width, int Height, bool[]? Drawn, byte[] Mask)
{
    /// <summary>Side of a macroblock of VP8 (RFC 6386, section 2) in pixels.</summary>
    public const int Block = 16;

    /// <summary>Macroblocks side by side.</summary>
    public int Columns => (Width + Block - 1) / Block;

    /// <summary>Macroblocks on top of each other.</summary>
    public int Rows => (Height + Block - 1) / Block;
}
