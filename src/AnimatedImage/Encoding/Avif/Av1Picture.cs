namespace AnimatedImage.Encoding.Avif;

/// <summary>The kind of picture that one AV1 stream carries.</summary>
internal enum Av1Picture
{
    /// <summary>Colour with chroma of half the width and height: what every decoder takes.</summary>
    HalfChroma,

    /// <summary>Colour with chroma at full size, for the highest qualities.</summary>
    FullChroma,

    /// <summary>Red, green and blue as they are, every bit kept.</summary>
    Lossless,

    /// <summary>An alpha plane.</summary>
    Alpha,

    /// <summary>An alpha plane, every bit kept.</summary>
    LosslessAlpha,
}
