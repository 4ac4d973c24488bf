namespace AnimatedImage.Requests;

/// <summary>How large the output is and which part of the picture it shows. Sizes are those of the displayed picture: rotated upright, with square pixels.</summary>
public sealed partial record FrameSize
{
    /// <summary>Width; alone, the height follows the displayed aspect ratio.</summary>
    public FrameDimension? Width { get; init; }

    /// <summary>Height; alone, the width follows the displayed aspect ratio.</summary>
    public FrameDimension? Height { get; init; }

    /// <summary>Longer side in pixels, 1–16384; excludes width, height and scale.</summary>
    public int? LongSide { get; init; }

    /// <summary>Shorter side in pixels, 1–16384; excludes width, height and scale. Together with <see cref="LongSide"/> it makes a box turned like the source.</summary>
    public int? ShortSide { get; init; }

    /// <summary>Factor on both sides, (0, 16]; excludes all of the above.</summary>
    public double? Scale { get; init; }

    /// <summary>What happens when both sides are given; default <see cref="Requests.ScaleType.Fit"/>.</summary>
    public ScaleType? ScaleType { get; init; }

    /// <summary>What fills the bars of <see cref="ScaleType.Fill"/>; default black.</summary>
    public Padding? Padding { get; init; }

    /// <summary>Cut out before scaling.</summary>
    public CropRectangle? Crop { get; init; }

    /// <summary>True allows an output larger than the source; default false, which keeps the source's size.</summary>
    public bool? AllowUpscale { get; init; }
}
