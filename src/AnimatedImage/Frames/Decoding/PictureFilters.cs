using System.Globalization;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Frames.Decoding;

/// <summary>
/// A <see cref="PictureTransform"/> spelled as ffmpeg filters. ffmpeg itself turns rotated pictures upright before the first of them.
/// </summary>
/// <param name="form">What happens to each picture.</param>
/// <param name="video">The stream.</param>
/// <param name="capabilities">What this ffmpeg can do.</param>
internal sealed class PictureFilters(PictureForm form, VideoStreamInfo video, FFmpegCapabilities capabilities)
{
    // Every sample counts, chroma is interpolated to full resolution, nothing is rounded in passing.
    private const string ScaleFlags = "lanczos+accurate_rnd+full_chroma_int+full_chroma_inp";

    private const string HalvingFlags = "bicubic+accurate_rnd+full_chroma_int";

    // ITU-R BT.2408: diffuse white of HDR video is 203 cd/m². What is brighter, up to the 1000 cd/m² that most of it is graded for,
    // rolls off into the last part of the SDR range.
    private const double ReferenceWhite = 203;
    private const double PeakWhite = 1000;

    private readonly PictureTransform _transform = form.Picture;

    /// <summary>True when tone-mapping is asked for but this ffmpeg lacks the filters, so that HDR colours stay pale.</summary>
    public bool LacksToneMapping => _transform.ToneMap && !(capabilities.HasFilter("zscale") && capabilities.HasFilter("tonemap"));

    /// <summary>Filters that need a picture's neighbours in time and so come before frames are chosen.</summary>
    public IEnumerable<string> BeforeSelection()
    {
        if (_transform.Deinterlace)
        {
            yield return "bwdif=mode=send_frame:deint=interlaced";
        }
    }

    /// <summary>Filters for the frames that were chosen; what comes out is in the canvas's size and the form's layout.</summary>
    public IEnumerable<string> AfterSelection() => form.Layout switch
    {
        PixelLayout.Rgba => [.. Colors(), "format=rgba"],
        PixelLayout.Yuv420 when new PlaneFilters(_transform, video, capabilities) is { CanDoAll: true } planes => planes.Filters(),
        PixelLayout.Yuv420 => [.. Colors(), $"scale=flags={HalvingFlags}:out_color_matrix=bt601:out_range=tv", "format=yuv420p"],
        _ => throw new InvalidOperationException($"No filters make {form.Layout}."),
    };

    /// <summary>What comes out is RGB of any format.</summary>
    private IEnumerable<string> Colors()
    {
        if (_transform.Crop is { } crop)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"crop={crop.Width}:{crop.Height}:{crop.X}:{crop.Y}:exact=1");
        }

        foreach (string filter in Scale())
        {
            yield return filter;
        }

        foreach (string filter in FitToCanvas())
        {
            yield return filter;
        }

        yield return "setsar=1";
        if (_transform.Background is { } background)
        {
            yield return "split[picture][behind]";
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"[behind]lutrgb=r={background.Red}:g={background.Green}:b={background.Blue}:a=255[ground];[ground][picture]overlay=format=rgb:alpha=straight");
            yield return "format=rgb24";
        }
    }

    private bool IsScaled
    {
        get
        {
            bool isTurned = video.Rotation is 90 or 270;
            int width = _transform.Crop?.Width ?? (isTurned ? video.StoredHeight : video.StoredWidth);
            int height = _transform.Crop?.Height ?? (isTurned ? video.StoredWidth : video.StoredHeight);
            return width != _transform.ScaledWidth || height != _transform.ScaledHeight;
        }
    }

    private bool HasAlpha => _transform.KeepAlpha || _transform.Background is not null;

    private IEnumerable<string> Scale()
    {
        string matrix = _transform.AssumedMatrix is { } assumed ? $":in_color_matrix={assumed}" : "";
        string size = string.Create(CultureInfo.InvariantCulture, $"{_transform.ScaledWidth}:{_transform.ScaledHeight}");
        string scale = $"scale={size}:flags={ScaleFlags}{matrix}";
        if (HasAlpha)
        {
            // Premultiplied, because the colour of invisible pixels must not bleed into visible ones; 16 bits, because dividing again costs some.
            return IsScaled
                ? [$"scale=flags={ScaleFlags}{matrix}", "format=gbrap16le", "premultiply=inplace=1", $"scale={size}:flags={ScaleFlags}", "unpremultiply=inplace=1", "format=rgba"]
                : [scale, "format=rgba"];
        }

        // ffmpeg's direct way from YUV to four bytes a pixel is less exact than those to three bytes and to three planes, which give
        // the same; planes take half the time.
        return _transform.ToneMap && !LacksToneMapping ? [scale, .. ToneMap(), "format=rgb24"] : [scale, "format=gbrp"];
    }

    private IEnumerable<string> ToneMap()
    {
        string transfer = $":tin={video.ColorTransfer}";
        string primaries = video.ColorPrimaries is null ? ":pin=bt2020" : "";
        string matrix = video.ColorSpace is null ? ":min=bt2020nc" : "";
        yield return "format=yuv444p10le";
        yield return string.Create(CultureInfo.InvariantCulture, $"zscale=t=linear:npl={ReferenceWhite}{transfer}{primaries}{matrix}");
        yield return "format=gbrpf32le";
        yield return "zscale=p=bt709";
        yield return string.Create(CultureInfo.InvariantCulture, $"tonemap=mobius:desat=0:peak={PeakWhite / ReferenceWhite:F3}");
        yield return "zscale=t=bt709:m=bt709:r=pc";
    }

    private IEnumerable<string> FitToCanvas()
    {
        (int width, int height) = (_transform.CanvasWidth, _transform.CanvasHeight);
        (int cutWidth, int cutHeight) = (Math.Min(width, _transform.ScaledWidth), Math.Min(height, _transform.ScaledHeight));
        if (cutWidth < _transform.ScaledWidth || cutHeight < _transform.ScaledHeight)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"crop={cutWidth}:{cutHeight}:(iw-ow)/2:(ih-oh)/2:exact=1");
        }

        if (cutWidth == width && cutHeight == height)
        {
            yield break;
        }

        if (_transform.Padding is { IsBlur: true })
        {
            yield return BlurredBars(width, height);
        }
        else
        {
            string color = Color(_transform.Padding?.Color ?? new RgbColor(0, 0, 0));
            yield return string.Create(CultureInfo.InvariantCulture, $"pad={width}:{height}:(ow-iw)/2:(oh-ih)/2:color={color}");
        }
    }

    /// <summary>The picture itself, enlarged to cover the canvas, blurred and dimmed, with the sharp picture on top.</summary>
    private string BlurredBars(int width, int height)
    {
        // A blur leaves nothing that a quarter of the size could not show, at a sixteenth of the work.
        (int smallWidth, int smallHeight) = (Math.Max(2, width / 4), Math.Max(2, height / 4));
        double sigma = Math.Max(1, Math.Max(smallWidth, smallHeight) / 24.0);
        string planar = HasAlpha ? "gbrap" : "gbrp";
        string cover = string.Create(
            CultureInfo.InvariantCulture, $"scale={smallWidth}:{smallHeight}:force_original_aspect_ratio=increase:flags=bicubic,crop={smallWidth}:{smallHeight}");
        string blur = string.Create(CultureInfo.InvariantCulture, $"gblur=sigma={sigma:F2}:steps=2");
        string enlarge = string.Create(CultureInfo.InvariantCulture, $"scale={width}:{height}:flags=bicubic");
        return "split[sharp][wide];"
            + $"[wide]{cover},setsar=1,format={planar},{blur},lutrgb=r=val*0.75:g=val*0.75:b=val*0.75,{enlarge},setsar=1[bars];"
            + "[sharp]setsar=1[top];[bars][top]overlay=(W-w)/2:(H-h)/2:format=rgb";
    }

    private static string Color(RgbColor color) => string.Create(CultureInfo.InvariantCulture, $"0x{color.Red:X2}{color.Green:X2}{color.Blue:X2}");
}
