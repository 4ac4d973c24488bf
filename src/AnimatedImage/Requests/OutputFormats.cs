using AnimatedImage.Failures;

namespace AnimatedImage.Requests;

/// <summary>The names, extensions and media types of the formats.</summary>
public static class OutputFormats
{
    /// <summary>Every format, in the order of the enumeration.</summary>
    public static IReadOnlyList<OutputFormat> All { get; } = Enum.GetValues<OutputFormat>();

    /// <summary>Reads a format's name or extension in any case: <c>Gif</c>, <c>WebP</c>, <c>Apng</c> or <c>png</c>, <c>Avif</c>; <c>hgif</c>, a high-quality GIF elsewhere, is what Gif makes here.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.UnknownFormat"/>.</exception>
    public static OutputFormat Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out OutputFormat format)
            ? format
            : throw new ConversionException(
                ErrorId.UnknownFormat, FailureKind.Input, $"{InvalidValue.Quote(text)} is not a format that can be written.", "Give Gif, WebP, Apng or Avif.");
    }

    /// <summary>Reads a name or extension as <see cref="Parse"/> does; false when it is none.</summary>
    public static bool TryParse(string? text, out OutputFormat format)
    {
        OutputFormat? found = text?.Trim().TrimStart('.').ToUpperInvariant() switch
        {
            "GIF" or "HGIF" => OutputFormat.Gif,
            "WEBP" => OutputFormat.WebP,
            "APNG" or "PNG" => OutputFormat.Apng,
            "AVIF" or "AVIFS" => OutputFormat.Avif,
            _ => null,
        };
        format = found.GetValueOrDefault();
        return found is not null;
    }

    /// <summary>The format that a path's extension names (<c>.gif</c>, <c>.webp</c>, <c>.png</c> or <c>.apng</c>, <c>.avif</c> or <c>.avifs</c>); null for any other.</summary>
    public static OutputFormat? FromExtension(string path)
    {
        string extension = Path.GetExtension(path);
        bool isExtension = extension.Length > 1 && !string.Equals(extension, ".hgif", StringComparison.OrdinalIgnoreCase);
        return isExtension && TryParse(extension, out OutputFormat format) ? format : null;
    }

    /// <summary>The extension a new file gets, with its dot: <c>.gif</c>, <c>.webp</c>, <c>.apng</c>, <c>.avif</c>.</summary>
    public static string ExtensionOf(OutputFormat format) => format switch
    {
        OutputFormat.Gif => ".gif",
        OutputFormat.WebP => ".webp",
        OutputFormat.Apng => ".apng",
        OutputFormat.Avif => ".avif",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };

    /// <summary>The media type: <c>image/gif</c>, <c>image/webp</c>, <c>image/apng</c>, <c>image/avif</c>.</summary>
    public static string ContentTypeOf(OutputFormat format) => $"image/{ExtensionOf(format)[1..]}";

    /// <summary>The name in running text: GIF, WebP, APNG, AVIF.</summary>
    public static string DisplayNameOf(OutputFormat format) =>
        format == OutputFormat.WebP ? nameof(OutputFormat.WebP) : ExtensionOf(format)[1..].ToUpperInvariant();
}
