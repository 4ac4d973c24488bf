using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AnimatedImage.Failures;

namespace AnimatedImage.Media;

/// <summary>Makes a <see cref="VideoStreamInfo"/> of ffprobe's description of one stream.</summary>
internal static partial class ProbeVideo
{
    private static readonly Rational s_slowest = new(1, 1000);
    private static readonly Rational s_fastest = new(1000, 1);

    /// <summary>Reads one video stream.</summary>
    /// <exception cref="ConversionException">Its codec or its size is not known.</exception>
    public static VideoStreamInfo Parse(JsonElement stream, MediaInput input)
    {
        string? codec = stream.Text("codec_name");
        int width = Pixels(stream, "width"), height = Pixels(stream, "height");
        if (codec is null or "none")
        {
            throw new ConversionException(
                ErrorId.UnsupportedCodec, FailureKind.Source, $"This ffmpeg does not know the codec of {input.Location} ({stream.Text("codec_tag_string") ?? "without a name"}).", "Install a newer ffmpeg, or convert the video to H.264 elsewhere.");
        }

        if (width == 0 || height == 0)
        {
            throw new ConversionException(
                ErrorId.DamagedSource, FailureKind.Source, $"The size of the picture in {input.Location} cannot be found: no frame of it ({codec}) can be read.", "Get the complete file.");
        }

        string? pixelFormat = stream.Text("pix_fmt");
        bool interlaced = stream.Text("field_order") is "tt" or "bb" or "tb" or "bt";
        Rational? average = Rate(stream, "avg_frame_rate"), lowest = Rate(stream, "r_frame_rate");
        return new VideoStreamInfo
        {
            Index = (int)(stream.Integer("index") ?? 0),
            Codec = codec,
            PixelFormat = pixelFormat,
            StoredWidth = width,
            StoredHeight = height,
            PixelAspectRatio = PixelShape(stream),
            Rotation = Rotation(stream),
            TimeBase = stream.Fraction("time_base") ?? new Rational(1, 1_000_000),
            StartTimestamp = stream.Integer("start_pts") ?? 0,
            // 25 is what ffmpeg assumes itself for streams without times.
            FrameRate = average ?? lowest ?? new Rational(25, 1),
            IsVariableFrameRate = IsVariable(average, stream.Fraction("r_frame_rate"), interlaced),
            FrameCount = Count(stream),
            BitDepth = BitDepth(stream, pixelFormat),
            HasAlpha = HasAlpha(pixelFormat) || stream.Tag("alpha_mode") == "1",
            IsInterlaced = interlaced,
            ColorTransfer = stream.Text("color_transfer"),
            ColorPrimaries = stream.Text("color_primaries"),
            ColorSpace = stream.Text("color_space"),
            ColorRange = stream.Text("color_range"),
        };
    }

    /// <summary>True for ffmpeg's pixel formats with an alpha component.</summary>
    internal static bool HasAlpha(string? pixelFormat) => pixelFormat is not null && AlphaFormat().IsMatch(pixelFormat);

    private static int Pixels(JsonElement stream, string name) =>
        stream.Integer(name) is > 0 and <= int.MaxValue and { } pixels ? (int)pixels : 0;

    private static Rational? Rate(JsonElement stream, string name) =>
        stream.Fraction(name) is { } rate && rate >= s_slowest && rate <= s_fastest ? rate : null;

    // In Matroska the number stands in a tag, where the muxer wrote one.
    private static long? Count(JsonElement stream)
    {
        long? count = stream.Integer("nb_frames")
            ?? (long.TryParse(stream.Tag("NUMBER_OF_FRAMES"), NumberStyles.None, CultureInfo.InvariantCulture, out long tagged) ? tagged : null);
        return count > 0 ? count : null;
    }

    // The lowest rate that all times fit is the average where frames are evenly spaced, and twice it where fields are counted.
    private static bool IsVariable(Rational? average, Rational? lowest, bool interlaced)
    {
        if (average is not { } mean || lowest is not { } grid)
        {
            return false;
        }

        double ratio = grid.Value / mean.Value;
        return Math.Abs(ratio - 1) > 0.01 && !(interlaced && Math.Abs(ratio - 2) < 0.02);
    }

    private static Rational PixelShape(JsonElement stream) =>
        stream.Fraction("sample_aspect_ratio") is { Value: >= 0.05 and <= 20 } shape ? shape : new Rational(1, 1);

    private static int Rotation(JsonElement stream)
    {
        // Side data counts counter-clockwise; the tag of older files and versions clockwise.
        string? side = stream.Objects("side_data_list").Select(static data => data.Text("rotation")).FirstOrDefault(static angle => angle is not null);
        double clockwise = side is not null ? -Degrees(side) : Degrees(stream.Tag("rotate"));
        int quarters = (int)Math.Round(clockwise / 90, MidpointRounding.AwayFromZero);
        return ((quarters % 4) + 4) % 4 * 90;
    }

    private static double Degrees(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double degrees) && Math.Abs(degrees) < 100_000 ? degrees : 0;

    private static int BitDepth(JsonElement stream, string? pixelFormat)
    {
        Match depth = DeepFormat().Match(pixelFormat ?? string.Empty);
        return depth.Success ? int.Parse(depth.Groups["bits"].Value, CultureInfo.InvariantCulture)
            : pixelFormat is not null && SixteenBitFormat().IsMatch(pixelFormat) ? 16
            : pixelFormat is null && stream.Integer("bits_per_raw_sample") is >= 8 and <= 32 and { } raw ? (int)raw
            : 8;
    }

    [GeneratedRegex("^(yuva|gbrap|ya(8|16|f)|rgba|bgra|argb|abgr|ayuv|vuya|uyva|pal8)", RegexOptions.CultureInvariant)]
    private static partial Regex AlphaFormat();

    // yuv420p10le, gbrp12be, gray16le, p010le, y210le, x2rgb10le, …
    [GeneratedRegex(@"(?:p|gray|ya|[py][024]|xv|rgb|bgr)(?<bits>9|1[0246])(?:le|be|$)", RegexOptions.CultureInvariant)]
    private static partial Regex DeepFormat();

    [GeneratedRegex("^(rgb48|bgr48|rgba64|bgra64|ayuv64)", RegexOptions.CultureInvariant)]
    private static partial Regex SixteenBitFormat();
}
