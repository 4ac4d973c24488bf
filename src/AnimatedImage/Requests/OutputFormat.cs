namespace AnimatedImage.Requests;

/// <summary>An animated image format that can be written.</summary>
public enum OutputFormat
{
    /// <summary>GIF89a: 256 colours a frame, 1-bit alpha, delays in centiseconds.</summary>
    Gif,

    /// <summary>Animated WebP: full colour, 8-bit alpha, delays in milliseconds.</summary>
    WebP,

    /// <summary>Animated PNG: lossless, 8-bit alpha.</summary>
    Apng,

    /// <summary>AVIF image sequence: AV1, full colour, 8-bit alpha.</summary>
    Avif,
}
