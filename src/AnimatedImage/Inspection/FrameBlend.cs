namespace AnimatedImage.Inspection;

/// <summary>How a frame is put on the canvas.</summary>
public enum FrameBlend
{
    /// <summary>The frame's pixels, transparency included, replace those of the canvas.</summary>
    Source,

    /// <summary>The frame is laid over the canvas, which shows through where the frame is transparent.</summary>
    Over,
}
