using AnimatedImage.Media;

namespace AnimatedImage.Planning;

/// <summary>How far key frames lie apart, as far as a source's description tells.</summary>
internal static class KeyFrameSpacing
{
    /// <summary>
    /// Taken where nothing is known. Encoders set a key frame at cuts and every 250 frames at the latest (x264, x265, NVENC), streaming
    /// services every two to six seconds.
    /// </summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(5);

    private static readonly HashSet<string> s_intraOnly = new(StringComparer.Ordinal)
    {
        "mjpeg", "prores", "dnxhd", "dvvideo", "rawvideo", "huffyuv", "ffvhuff", "utvideo", "cfhd", "jpeg2000", "qtrle", "v210", "magicyuv", "hap",
    };

    /// <summary>The distance that is expected: on average where their number is known.</summary>
    public static TimeSpan Of(MediaInfo media)
    {
        TimeSpan frame = Exact.Time(1, media.Video.FrameRate);
        TimeSpan expected = s_intraOnly.Contains(media.Video.Codec) ? frame
            : media.Video.KeyFrameCount is > 0 and long count ? media.Duration / count
            : Usual;
        return expected > frame ? expected : frame;
    }
}
