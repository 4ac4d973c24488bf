using System.Globalization;
using AnimatedImage.Failures;
using AnimatedImage.Frames;
using AnimatedImage.Media;
using AnimatedImage.Planning;

namespace AnimatedImage.Encoding.Avif;

/// <summary>
/// Decides which of ffmpeg's AV1 encoders makes which stream. SVT-AV1 comes first where it can do what is asked, because it takes a
/// fifth of libaom's time for the same quality and size; libaom can do everything; rav1e is the last resort.
/// </summary>
internal static class Av1EncoderChoice
{
    private const int FullChromaQuality = 95;
    private const int SvtMinimumSide = 64;
    private const int Rav1eMinimumSide = 16;

    // Its quality scale changed here, and earlier versions of the library were slow and had defects.
    private static readonly Version FirstGoodSvt = new(5, 1);

    /// <summary>How the colour is encoded.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.EncoderMissing"/>.</exception>
    public static Av1Recipe ForColor(FFmpegCapabilities capabilities, EncoderSettings settings) => Choose(
        capabilities,
        settings,
        settings.Lossless ? [Av1Picture.Lossless]
        : settings.Quality >= FullChromaQuality ? [Av1Picture.FullChroma, Av1Picture.HalfChroma]
        : [Av1Picture.HalfChroma]);

    /// <summary>How the alpha plane is encoded.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.EncoderMissing"/>.</exception>
    public static Av1Recipe ForAlpha(FFmpegCapabilities capabilities, EncoderSettings settings) =>
        Choose(capabilities, settings, [settings.Lossless ? Av1Picture.LosslessAlpha : Av1Picture.Alpha]);

    private static Av1Recipe Choose(FFmpegCapabilities capabilities, EncoderSettings settings, Av1Picture[] pictures)
    {
        bool isNew = capabilities.Version is not { } version || version >= FirstGoodSvt;
        foreach (Av1Picture picture in pictures)
        {
            foreach (Av1Encoder encoder in Preference(picture, isNew))
            {
                if (capabilities.HasEncoder(Av1Recipe.NameOf(encoder)) && CanEncode(encoder, picture, settings))
                {
                    // Beside an alpha plane colour comes with it, as RGBA.
                    PixelLayout layout = picture == Av1Picture.HalfChroma && !settings.HasAlpha ? PixelLayout.Yuv420 : PixelLayout.Rgba;
                    return new Av1Recipe(encoder, picture, settings.Width, settings.Height, settings.Quality, isNew, layout);
                }
            }
        }

        throw Missing(capabilities, settings);
    }

    private static Av1Encoder[] Preference(Av1Picture picture, bool isNew) => picture == Av1Picture.HalfChroma && isNew
        ? [Av1Encoder.Svt, Av1Encoder.Aom, Av1Encoder.Rav1e]
        : [Av1Encoder.Aom, Av1Encoder.Svt, Av1Encoder.Rav1e];

    private static bool CanEncode(Av1Encoder encoder, Av1Picture picture, EncoderSettings settings)
    {
        int shortSide = Math.Min(settings.Width, settings.Height);
        bool isLossless = picture is Av1Picture.Lossless or Av1Picture.LosslessAlpha;
        bool isEven = ((settings.Width | settings.Height) & 1) == 0;
        return encoder switch
        {
            Av1Encoder.Aom => true,
            Av1Encoder.Svt => !isLossless && picture != Av1Picture.FullChroma && isEven && shortSide >= SvtMinimumSide,
            _ => !isLossless && shortSide >= Rav1eMinimumSide,
        };
    }

    private static ConversionException Missing(FFmpegCapabilities capabilities, EncoderSettings settings)
    {
        string[] present = [.. Enum.GetValues<Av1Encoder>().Select(Av1Recipe.NameOf).Where(capabilities.HasEncoder)];
        string what = string.Create(CultureInfo.InvariantCulture, $"{(settings.Lossless ? "lossless " : "")}AVIF pictures of {settings.Width}×{settings.Height} pixels");
        return new ConversionException(
            ErrorId.EncoderMissing,
            FailureKind.Internal,
            present.Length == 0
                ? $"This ffmpeg ({capabilities.VersionText}) has no AV1 encoder, which AVIF needs."
                : $"This ffmpeg ({capabilities.VersionText}) cannot encode {what}: it has {string.Join(" and ", present)} but not libaom-av1.",
            "Install an ffmpeg built with libaom (the packages of Debian, Ubuntu, Fedora, Homebrew and gyan.dev are), or choose another format.");
    }
}
