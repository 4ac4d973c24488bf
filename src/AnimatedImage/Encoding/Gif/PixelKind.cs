namespace AnimatedImage.Encoding.Gif;

/// <summary>What is to be done with a pixel, in the highest byte of a held frame's pixels.</summary>
internal static class PixelKind
{
    /// <summary>The picture on the canvas still serves.</summary>
    public const uint Hold = 0;

    /// <summary>Differs from what is held, but by no more than noise; becomes Hold or Draw before the frame leaves the filter.</summary>
    public const uint Weak = 1u << 24;

    /// <summary>Must be drawn.</summary>
    public const uint Draw = 2u << 24;

    /// <summary>Differs so much that it is drawn even when it stands alone; set beside <see cref="Draw"/>.</summary>
    public const uint Strong = 4u << 24;

    /// <summary>Nothing is shown here.</summary>
    public const uint Void = 0x80u << 24;

    /// <summary>The bits of the colour.</summary>
    public const uint ColorMask = 0x00FF_FFFF;

    /// <summary>The bits that tell what is seen: the colour, or nothing.</summary>
    public const uint ShownMask = ColorMask | Void;

    /// <summary>One of these is set where a pixel differs from what is held.</summary>
    public const uint Changed = Draw | Weak;
}
