namespace AnimatedImage.Requests;

/// <summary>How good the picture is and what it may cost.</summary>
public sealed partial record PictureOptions
{
    /// <summary>1–100; default 80. For GIF it sets colours, dithering and loss; for WebP and AVIF the encoder's quality; APNG is always lossless.</summary>
    public int? Quality { get; init; }

    /// <summary>True keeps every pixel (WebP, APNG, AVIF); an error for GIF. Default false.</summary>
    public bool? Lossless { get; init; }

    /// <summary>GIF colours a frame, 2–256; default 256.</summary>
    public int? Colors { get; init; }

    /// <summary>GIF dither strength, 0–1; default chosen from the quality.</summary>
    public double? Dither { get; init; }

    /// <summary>Colour put behind transparent pixels, making the output opaque; default none: alpha is kept.</summary>
    public RgbColor? Background { get; init; }
}
