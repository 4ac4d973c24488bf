namespace AnimatedImage.Inspection;

/// <summary>What a player does with a frame's area before it draws the next frame.</summary>
public enum FrameDisposal
{
    /// <summary>The area stays as it is.</summary>
    Keep,

    /// <summary>The area becomes transparent (in WebP: the background colour, which browsers take for transparent).</summary>
    Background,

    /// <summary>The area becomes what it was before the frame was drawn.</summary>
    Previous,
}
