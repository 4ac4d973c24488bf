namespace AnimatedImage.Encoding.Avif;

/// <summary>The AV1 encoders that ffmpeg can have.</summary>
internal enum Av1Encoder
{
    /// <summary>libaom: every size, 4:4:4, lossless and monochrome.</summary>
    Aom,

    /// <summary>SVT-AV1: 4:2:0 alone and of even sizes, but many times faster than libaom at the same quality and size.</summary>
    Svt,

    /// <summary>rav1e: from 16×16 pixels.</summary>
    Rav1e,
}
