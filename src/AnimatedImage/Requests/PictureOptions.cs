namespace AnimatedImage.Requests;

/// <summary>How good the picture is and what it may cost.</summary>
public sealed record PictureOptions
{
    /// <summary>The quality where none is given.</summary>
    public const int DefaultQuality = 80;

    /// <summary>The colours of a GIF's frame where no number is given.</summary>
    public const int DefaultColors = 256;

    /// <summary>1–100; default 80. For GIF it sets colours, dithering and loss; for WebP and AVIF the encoder's quality; APNG is always lossless.</summary>
    public int? Quality { get; init; }

    /// <summary>True keeps every pixel (WebP, APNG, AVIF); an error for GIF. Default false.</summary>
    public bool? Lossless { get; init; }

    /// <summary>GIF colours a frame, 2–256; default 256. An error where no output is a GIF.</summary>
    public int? Colors { get; init; }

    /// <summary>GIF dither strength, 0–1; default chosen from the quality. An error where no output is a GIF.</summary>
    public double? Dither { get; init; }

    /// <summary>Colour put behind transparent pixels, making the output opaque; default none: alpha is kept.</summary>
    public RgbColor? Background { get; init; }

    /// <summary>
    /// GIF: the colour that half transparent pixels are blended with, since a GIF's pixels are there or are not; what is wholly transparent
    /// stays so. Default none: pixels of half alpha or more are shown as they are. An error where no output is a GIF, and with
    /// <see cref="Background"/>.
    /// </summary>
    public RgbColor? Matte { get; init; }

    /// <summary>The rules.</summary>
    /// <param name="formats">The formats that will be written; null while they are open, as in a template.</param>
    internal IEnumerable<RequestProblem> Check(IReadOnlyList<OutputFormat>? formats)
    {
        if (Quality is < 1 or > 100)
        {
            yield return RequestProblem.OutOfRange("Quality", Quality, "from 1 to 100");
        }

        if (Colors is < 2 or > 256)
        {
            yield return RequestProblem.OutOfRange("Colors", Colors, "from 2 to 256");
        }

        if (Dither is { } dither && !RequestProblem.IsWithin(dither, 0, 1))
        {
            yield return RequestProblem.OutOfRange("Dither", dither, "from 0 to 1");
        }

        if (Matte is not null && Background is not null)
        {
            yield return RequestProblem.Contradiction("Matte", "Background leaves nothing transparent for Matte to blend; give one of the two.");
        }

        if (formats is null)
        {
            yield break;
        }

        bool hasGif = formats.Contains(OutputFormat.Gif);
        if (Lossless == true && hasGif)
        {
            yield return RequestProblem.Contradiction("Lossless", "GIF holds 256 colours a frame and cannot be Lossless; write WebP, APNG or AVIF, or leave out Lossless.");
        }

        foreach ((bool isGiven, string name) in new[] { (Colors is not null, "Colors"), (Dither is not null, "Dither"), (Matte is not null, "Matte") })
        {
            if (isGiven && !hasGif)
            {
                yield return RequestProblem.Contradiction(name, $"{name} applies to GIF only, and no GIF is written.");
            }
        }
    }

    /// <summary>Merges with a template's options; what the template chose for other formats than the call's does not count.</summary>
    /// <param name="template">The template's.</param>
    /// <param name="bound">The formats the call itself names; null when it names none.</param>
    internal PictureOptions Over(PictureOptions template, IReadOnlyList<OutputFormat>? bound)
    {
        bool mayBeGif = bound?.Contains(OutputFormat.Gif) ?? true;
        bool mayBeLossless = !(bound?.Contains(OutputFormat.Gif) ?? false);
        return new PictureOptions
        {
            Quality = Quality ?? template.Quality,
            Lossless = Lossless ?? (mayBeLossless ? template.Lossless : null),
            Colors = Colors ?? (mayBeGif ? template.Colors : null),
            Dither = Dither ?? (mayBeGif ? template.Dither : null),
            Background = Background ?? (Matte is null ? template.Background : null),
            Matte = Matte ?? (mayBeGif && Background is null ? template.Matte : null),
        };
    }

    internal PictureOptions WithDefaults(IReadOnlyList<OutputFormat> formats) => this with
    {
        Quality = Quality ?? DefaultQuality,
        Lossless = Lossless ?? false,
        Colors = Colors ?? (formats.Contains(OutputFormat.Gif) ? DefaultColors : null),
    };
}
