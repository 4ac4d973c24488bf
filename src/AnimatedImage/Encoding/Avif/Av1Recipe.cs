using System.Globalization;
using AnimatedImage.Frames;
using AnimatedImage.Media;

namespace AnimatedImage.Encoding.Avif;

/// <summary>How one AV1 stream is made: the encoder, the picture, its size and its quality; spelled as ffmpeg's arguments.</summary>
/// <param name="Encoder">Who encodes.</param>
/// <param name="Picture">What is encoded.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Quality">1–100.</param>
/// <param name="HasSvtQuality">True when ffmpeg's SVT-AV1 takes <c>-crf</c>, from 5.1 on.</param>
/// <param name="Layout">How colour comes; an alpha plane comes as one byte a pixel.</param>
internal sealed record Av1Recipe(Av1Encoder Encoder, Av1Picture Picture, int Width, int Height, int Quality, bool HasSvtQuality, PixelLayout Layout)
{
    // Bytes must not depend on the number of cores. libaom writes the same for any number of threads above one; SVT-AV1 for any.
    private const string Threads = "8";

    // Encoders want a frame rate, but only rate control by bits, which is not used, looks at it; the container has the real times.
    private const string NominalRate = "10";

    // A seek costs decoding from the key frame before; that is bounded here, and longer distances save next to nothing.
    private const string KeyFrameDistance = "240";

    private const int LargePicture = 1280 * 720;

    // Quality → constant rate factor, linear in between. 80 is where differences can be found only by comparing stills; above 90
    // the size grows by half with every five points.
    private static readonly (int Quality, int Factor)[] Scale = [(1, 60), (50, 42), (80, 26), (90, 18), (100, 6)];

    /// <summary>ffmpeg's name of the encoder.</summary>
    public string EncoderName => NameOf(Encoder);

    /// <summary>True when the picture is an alpha plane.</summary>
    public bool IsAlpha => Picture is Av1Picture.Alpha or Av1Picture.LosslessAlpha;

    /// <summary>0–63, less is better; alpha, whose errors show as halos, gets half of what colour gets.</summary>
    public int RateFactor => Picture switch
    {
        Av1Picture.Lossless or Av1Picture.LosslessAlpha => 0,
        Av1Picture.Alpha => FactorOf(Quality) / 2,
        _ => FactorOf(Quality),
    };

    /// <summary>ffmpeg's name of an encoder.</summary>
    public static string NameOf(Av1Encoder encoder) => encoder switch
    {
        Av1Encoder.Aom => "libaom-av1",
        Av1Encoder.Svt => "libsvtav1",
        _ => "librav1e",
    };

    /// <summary>All of ffmpeg's arguments: raw frames on standard input, IVF on standard output.</summary>
    public IReadOnlyList<string> Arguments() =>
    [
        .. FFmpegArguments.Common,
        "-f", "rawvideo",
        "-pix_fmt", IsAlpha ? "gray" : Layout == PixelLayout.Yuv420 ? "yuv420p" : "rgba",
        "-video_size", string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}"),
        "-framerate", NominalRate,
        "-i", "pipe:0",
        .. Filter is { } filter ? (string[])["-vf", filter] : [],
        .. Color,
        "-c:v", EncoderName,
        "-g", KeyFrameDistance,
        .. EncoderArguments(),
        "-f", "ivf",
        "pipe:1",
    ];

    private static int FactorOf(int quality)
    {
        int upper = Math.Max(1, Array.FindIndex(Scale, point => quality <= point.Quality));
        ((int fromQuality, int fromFactor), (int toQuality, int toFactor)) = (Scale[upper - 1], Scale[upper]);
        double part = (double)(quality - fromQuality) / (toQuality - fromQuality);
        return (int)Math.Round(fromFactor + (part * (toFactor - fromFactor)));
    }

    private string PixelFormat => Picture switch
    {
        Av1Picture.HalfChroma => "yuv420p",
        Av1Picture.FullChroma => "yuv444p",
        Av1Picture.Lossless => "gbrp",
        // Only libaom has monochrome; the others carry alpha as luma beside neutral chroma, which decoders ignore.
        _ => Encoder == Av1Encoder.Aom ? "gray" : "yuv420p",
    };

    private string? Filter => Picture switch
    {
        Av1Picture.HalfChroma when Layout == PixelLayout.Yuv420 => null,
        Av1Picture.HalfChroma or Av1Picture.FullChroma =>
            $"scale=in_range=pc:out_range=tv:out_color_matrix=smpte170m:flags=bicubic+accurate_rnd+full_chroma_int,format={PixelFormat}",
        Av1Picture.Lossless => "format=gbrp",
        _ => $"scale=in_range=pc:out_range=pc,format={PixelFormat}",
    };

    // sRGB with the matrix of BT.601 in limited range. Stills mostly use the full range, but Chromium (up to 156 at least) shows image
    // sequences of full range, libavif's own too, as if theirs were limited. Alpha is full range by the specification.
    private string[] Color => Picture switch
    {
        Av1Picture.Lossless => ["-color_range", "pc", "-color_primaries", "bt709", "-color_trc", "iec61966-2-1", "-colorspace", "rgb"],
        Av1Picture.Alpha or Av1Picture.LosslessAlpha => ["-color_range", "pc"],
        _ => ["-color_range", "tv", "-color_primaries", "bt709", "-color_trc", "iec61966-2-1", "-colorspace", "smpte170m"],
    };

    private IReadOnlyList<string> EncoderArguments()
    {
        string factor = RateFactor.ToString(CultureInfo.InvariantCulture);
        bool isLarge = (long)Width * Height > LargePicture;
        return Encoder switch
        {
            // Above 6, libaom's speeds differ only in real-time use.
            Av1Encoder.Aom => ["-cpu-used", "6", "-row-mt", "1", "-threads", Threads, "-crf", factor, "-b:v", "0", .. AomLossless],
            Av1Encoder.Svt => ["-preset", isLarge ? "8" : "6", HasSvtQuality ? "-crf" : "-qp", factor],
            _ => ["-speed", isLarge ? "10" : "8", "-qp", (RateFactor * 4).ToString(CultureInfo.InvariantCulture)],
        };
    }

    private string[] AomLossless => Picture is Av1Picture.Lossless or Av1Picture.LosslessAlpha ? ["-aom-params", "lossless=1"] : [];
}
