using System.Globalization;
using AnimatedImage.Planning;

namespace AnimatedImage.Encoding.Webp;

/// <summary>How ffmpeg's <c>libwebp_anim</c> is told the settings.</summary>
/// <remarks>
/// The pictures go in as BGRA, so that libwebp itself makes YUV of them: ffmpeg's own way there loses colour, and libwebp's
/// animation encoder compares frames as RGB anyway. It needs no key frames but the first: every later frame stores only what
/// changed, and neighbours that look alike become one.
/// </remarks>
internal static class WebpArguments
{
    /// <summary>
    /// libwebp's method, 0 (fast) to 6 (small). At 4 files are within 2 % of method 5 and 4 % of method 6, which takes twenty times as long.
    /// </summary>
    public const int Method = 4;

    /// <summary>In lossless mode libwebp's quality is how hard it tries: above 50 files stay the same within 0.2 % and only take longer.</summary>
    private const int LosslessEffort = 50;

    /// <summary>What libwebp is told as quality.</summary>
    public static int QualityOf(EncoderSettings settings) => settings.Lossless ? LosslessEffort : settings.Quality;

    /// <summary>The arguments from the encoder's name on.</summary>
    public static IReadOnlyList<string> For(EncoderSettings settings) =>
    [
        "-c:v", "libwebp_anim",
        "-pix_fmt", "bgra",
        "-lossless", settings.Lossless ? "1" : "0",
        "-quality", QualityOf(settings).ToString(CultureInfo.InvariantCulture),
        "-compression_level", Method.ToString(CultureInfo.InvariantCulture),
        // Written by WebpContainer; at 0 the muxer does not seek back to write it into a pipe.
        "-loop", "0",
        .. EncoderArguments.Output("webp"),
    ];
}
