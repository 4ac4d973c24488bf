using AnimatedImage.Requests;

namespace AnimatedImage.Planning;

/// <summary>What an encoder is told; every value is decided, none is optional.</summary>
public sealed record EncoderSettings
{
    /// <summary>Canvas width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Canvas height in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>True when the frames' alpha is to be kept; else it is 255 throughout.</summary>
    public required bool HasAlpha { get; init; }

    /// <summary>1–100.</summary>
    public required int Quality { get; init; }

    /// <summary>True when every pixel is to be kept.</summary>
    public bool Lossless { get; init; }

    /// <summary>GIF colours a frame, 2–256.</summary>
    public int Colors { get; init; } = 256;

    /// <summary>GIF dither strength 0–1; null = the encoder's choice for the quality.</summary>
    public double? Dither { get; init; }

    /// <summary>GIF: the colour that half transparent pixels are blended with; null = alpha is cut at one half.</summary>
    public RgbColor? Matte { get; init; }

    /// <summary>Total plays; 0 = forever.</summary>
    public required int PlayCount { get; init; }

    /// <summary>The clock the delays are counted in.</summary>
    public required FrameTiming Timing { get; init; }

    /// <summary>Written into the file, so that a later run can tell that it is current; null = none. ASCII, at most 64 characters.</summary>
    public string? ContentKey { get; init; }
}
