namespace AnimatedImage.Requests;

/// <summary>What can be given up for a smaller file.</summary>
public enum SizePriority
{
    /// <summary>How close the picture is to the source; not of lossless outputs.</summary>
    Quality,

    /// <summary>How many frames a second are shown; the playing time stays.</summary>
    FrameRate,

    /// <summary>How many pixels the picture has; its proportions stay.</summary>
    Dimensions,
}
