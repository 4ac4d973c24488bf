using AnimatedImage.Encoding.Apng;
using AnimatedImage.Encoding.Avif;
using AnimatedImage.Encoding.Gif;
using AnimatedImage.Encoding.Webp;
using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Requests;

namespace AnimatedImage.Encoding;

/// <summary>The encoder of each format, and what it needs of the ffmpeg in use.</summary>
/// <param name="tools">The ffmpeg in use.</param>
public sealed class EncoderCatalog(FFmpegTools tools)
{
    /// <summary>The encoder of a format.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.EncoderMissing"/> when this ffmpeg lacks what it needs.</exception>
    public IFrameEncoder Get(OutputFormat format)
    {
        if (Missing(format) is { } missing)
        {
            throw new ConversionException(
                ErrorId.EncoderMissing,
                FailureKind.Internal,
                $"This ffmpeg ({tools.Capabilities.VersionText}, '{tools.FFmpegPath}') cannot write {format}: it was built without {missing}.",
                "Install a complete build of ffmpeg (the packages of Debian, Ubuntu, Homebrew and gyan.dev are), or choose another format.");
        }

        return format switch
        {
            OutputFormat.Gif => new GifEncoder(),
            OutputFormat.WebP => new WebpEncoder(tools, LibWebp.Instance),
            OutputFormat.Apng => new ApngEncoder(),
            OutputFormat.Avif => new AvifEncoder(tools),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
        };
    }

    /// <summary>True when the format can be written here.</summary>
    public bool IsAvailable(OutputFormat format) => Missing(format) is null;

    /// <summary>What this ffmpeg lacks to write the format, in words: <c>the encoder libwebp_anim</c>; null when it lacks nothing.</summary>
    public string? Missing(OutputFormat format)
    {
        // Any one of them will do. GIF and APNG are encoded here.
        string[] encoders = format switch
        {
            OutputFormat.Gif or OutputFormat.Apng => [],
            OutputFormat.WebP => ["libwebp_anim"],
            OutputFormat.Avif => [.. Enum.GetValues<Av1Encoder>().Select(Av1Recipe.NameOf)],
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
        };
        return encoders.Length == 0 || encoders.Any(tools.Capabilities.HasEncoder) ? null : $"the encoder {string.Join(" or ", encoders)}";
    }
}
