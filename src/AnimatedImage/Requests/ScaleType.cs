namespace AnimatedImage.Requests;

/// <summary>What happens when both sides are given and the source has another aspect ratio.</summary>
public enum ScaleType
{
    /// <summary>The whole picture inside the box; the output is as large as the picture.</summary>
    Fit,

    /// <summary>The whole picture inside the box, the rest filled with bars; the output is as large as the box.</summary>
    Fill,

    /// <summary>The box filled with the picture's middle; what hangs over is cut off.</summary>
    Crop,

    /// <summary>The picture distorted to the box.</summary>
    Stretch,
}
