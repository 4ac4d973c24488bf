using AnimatedImage.Media;

namespace AnimatedImage.Planning;

/// <summary>The YUV matrix of sources that do not name one.</summary>
internal static class YuvMatrix
{
    private static readonly string[] RgbFormats = ["rgb", "bgr", "gbr", "argb", "abgr", "0rgb", "0bgr", "pal8", "x2rgb", "x2bgr", "mono"];

    /// <summary>
    /// <c>bt709</c> above 576 lines, else <c>bt601</c>, as broadcast practice has it (ITU-R BT.709 and BT.601); null where the source
    /// names a matrix or stores no YUV.
    /// </summary>
    public static string? ToAssume(VideoStreamInfo video)
    {
        bool isNamed = video.ColorSpace is not (null or "" or "unknown" or "unspecified" or "reserved");
        bool isRgb = RgbFormats.Any(format => video.PixelFormat?.StartsWith(format, StringComparison.Ordinal) == true);
        return isNamed || isRgb ? null : video.StoredHeight > 576 ? "bt709" : "bt601";
    }
}
