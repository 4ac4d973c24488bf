namespace AnimatedImage.Requests;

/// <summary>
/// How large the output is and which part of the picture it shows. Sizes are those of the displayed picture: rotated upright, with
/// square pixels. Where <see cref="Crop"/> is given, "the picture" is what it cuts out.
/// </summary>
public sealed record FrameSize
{
    /// <summary>Largest factor.</summary>
    public const double MaxScale = FrameDimension.MaxFraction;

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

    /// <summary>What happens when both sides are given; default <see cref="Requests.ScaleType.Fit"/>, or <see cref="Requests.ScaleType.Fill"/> where <see cref="Padding"/> is given.</summary>
    public ScaleType? ScaleType { get; init; }

    /// <summary>What fills the bars of <see cref="ScaleType.Fill"/>; default black.</summary>
    public Padding? Padding { get; init; }

    /// <summary>Cut out before scaling.</summary>
    public CropRectangle? Crop { get; init; }

    /// <summary>True allows an output larger than the source; default false, which keeps the source's size.</summary>
    public bool? AllowUpscale { get; init; }

    /// <summary>The scale type with its default.</summary>
    internal ScaleType EffectiveScaleType => ScaleType ?? (Padding is null ? Requests.ScaleType.Fit : Requests.ScaleType.Fill);

    private bool HasBox => (Width ?? Height) is not null;

    private bool HasSide => (LongSide ?? ShortSide) is not null;

    internal IEnumerable<RequestProblem> Check()
    {
        string?[] ways = [HasBox ? "Width and Height" : null, HasSide ? "LongSide and ShortSide" : null, Scale is not null ? "Scale" : null];
        string[] given = [.. ways.OfType<string>()];
        if (given.Length > 1)
        {
            yield return RequestProblem.Contradiction(
                Scale is not null ? "Scale" : "LongSide", $"{string.Join(", ", given)} are different ways of giving the size; give one of them.");
        }

        foreach ((string name, double? pixels) in new (string, double?)[] { ("Width", Width?.Value), ("Height", Height?.Value), ("LongSide", LongSide), ("ShortSide", ShortSide) })
        {
            // Dimensions hold only sound values, except the one nobody made: default.
            if (pixels is <= 0 or > FrameDimension.MaxPixels)
            {
                yield return RequestProblem.OutOfRange(name, pixels, "from 1 to 16384 pixels");
            }
        }

        if (LongSide < ShortSide)
        {
            yield return RequestProblem.Invalid("LongSide", $"LongSide {LongSide} is smaller than ShortSide {ShortSide}.");
        }

        if (Scale is { } scale && !RequestProblem.IsWithin(scale, 0.0001, MaxScale))
        {
            yield return RequestProblem.OutOfRange("Scale", scale, "from 0.0001 to 16");
        }

        if (ScaleType is { } type && !Enum.IsDefined(type))
        {
            yield return RequestProblem.OutOfRange("ScaleType", type, "Fit, Fill, Crop or Stretch");
        }

        if (Padding is not null && EffectiveScaleType != Requests.ScaleType.Fill)
        {
            yield return RequestProblem.Contradiction("Padding", $"Padding fills the bars of ScaleType Fill; ScaleType {ScaleType} has none.");
        }

        if (Crop?.Problem() is { } problem)
        {
            yield return RequestProblem.Invalid("Crop", $"Crop {Crop} cannot be cut out: {problem}.");
        }
    }

    internal FrameSize Over(FrameSize template)
    {
        bool keepBox = !HasSide && Scale is null;
        bool keepSides = !HasBox && Scale is null;
        return new FrameSize
        {
            Width = Width ?? (keepBox ? template.Width : null),
            Height = Height ?? (keepBox ? template.Height : null),
            LongSide = LongSide ?? (keepSides ? template.LongSide : null),
            ShortSide = ShortSide ?? (keepSides ? template.ShortSide : null),
            Scale = Scale ?? (HasBox || HasSide ? null : template.Scale),
            ScaleType = ScaleType ?? (Padding is not null && template.ScaleType != Requests.ScaleType.Fill ? null : template.ScaleType),
            Padding = Padding ?? (ScaleType is null or Requests.ScaleType.Fill ? template.Padding : null),
            Crop = Crop ?? template.Crop,
            AllowUpscale = AllowUpscale ?? template.AllowUpscale,
        };
    }

    internal FrameSize WithDefaults() => this with
    {
        ScaleType = EffectiveScaleType,
        Padding = Padding ?? (EffectiveScaleType == Requests.ScaleType.Fill ? Requests.Padding.Black : null),
        AllowUpscale = AllowUpscale ?? false,
    };
}
