namespace AnimatedImage.Inspection;

/// <summary>The file structures that can hold an animated image, told apart by their first bytes.</summary>
internal enum ImageContainer
{
    /// <summary>None of them.</summary>
    None,

    /// <summary>GIF87a or GIF89a.</summary>
    Gif,

    /// <summary>A RIFF file of the form WEBP.</summary>
    Webp,

    /// <summary>PNG, animated or not.</summary>
    Png,

    /// <summary>ISO base media: AVIF, and other things that are refused later.</summary>
    IsoMedia,
}
