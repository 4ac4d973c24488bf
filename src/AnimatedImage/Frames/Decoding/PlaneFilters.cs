using System.Globalization;
using AnimatedImage.Media;
using AnimatedImage.Planning;

namespace AnimatedImage.Frames.Decoding;

/// <summary>
/// A <see cref="PictureTransform"/> of YUV into <see cref="PixelLayout.Yuv420"/> with no RGB in between: half the work, and nothing is
/// rounded twice. Chroma keeps the place between luma that ffmpeg gives it when it scales.
/// </summary>
/// <param name="transform">What happens to each picture.</param>
/// <param name="video">The stream.</param>
/// <param name="capabilities">What this ffmpeg can do.</param>
internal sealed class PlaneFilters(PictureTransform transform, VideoStreamInfo video, FFmpegCapabilities capabilities)
{
    // Every plane is scaled by itself, so there is no chroma to interpolate. Exact rounding takes no time that could be measured and is
    // worth 2 dB: 59 against a scaler of 16 bits, which is what rounding to 8 leaves.
    private const string ScaleFlags = "lanczos+accurate_rnd";

    /// <summary>
    /// True when nothing needs RGB: no HDR, no alpha, a matrix that can be changed plane by plane, and bars or cuts that do not fall
    /// between two chroma samples.
    /// </summary>
    /// <remarks>Of pictures with an odd number of rows <c>colormatrix</c> writes one row more than there is, and ffmpeg dies of it.</remarks>
    public bool CanDoAll =>
        !transform.ToneMap && !transform.KeepAlpha && transform.Background is null
        && video.PixelFormat is { } format && (format.StartsWith("yuv", StringComparison.Ordinal) || format is "nv12" or "nv21" or "nv16" or "uyvy422" or "yuyv422" or "p010le")
        && Matrix is { } matrix && (matrix == Bt601 || (capabilities.HasFilter("colormatrix") && AreEven(transform.ScaledWidth, transform.ScaledHeight)))
        && (CutWidth == transform.CanvasWidth && CutHeight == transform.CanvasHeight ? AreEven(CutLeft, CutTop) : CanPad);

    /// <summary>The filters; what comes out has the canvas's size.</summary>
    public IEnumerable<string> Filters()
    {
        if (transform.Crop is { } crop)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"crop={crop.Width}:{crop.Height}:{crop.X}:{crop.Y}:exact=1");
        }

        yield return string.Create(CultureInfo.InvariantCulture, $"scale={transform.ScaledWidth}:{transform.ScaledHeight}:flags={ScaleFlags}:out_range=tv");
        yield return "format=yuv420p";
        if (Matrix != Bt601)
        {
            // The scaler would go through RGB for that.
            yield return $"colormatrix={Matrix}:{Bt601}";
        }

        if (CutWidth < transform.ScaledWidth || CutHeight < transform.ScaledHeight)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"crop={CutWidth}:{CutHeight}:{CutLeft}:{CutTop}:exact=1");
        }

        if (CutWidth < transform.CanvasWidth || CutHeight < transform.CanvasHeight)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"pad={transform.CanvasWidth}:{transform.CanvasHeight}:{PadLeft}:{PadTop}:color=black");
        }

        yield return "setsar=1";
    }

    private const string Bt601 = "bt601";

    private string? Matrix => (transform.AssumedMatrix ?? video.ColorSpace) switch
    {
        "bt601" or "smpte170m" or "bt470bg" => Bt601,
        "bt709" => "bt709",
        "fcc" => "fcc",
        "smpte240m" => "smpte240m",
        "bt2020nc" => "bt2020",
        _ => null,
    };

    private int CutWidth => Math.Min(transform.CanvasWidth, transform.ScaledWidth);

    private int CutHeight => Math.Min(transform.CanvasHeight, transform.ScaledHeight);

    private int CutLeft => (transform.ScaledWidth - CutWidth) / 2;

    private int CutTop => (transform.ScaledHeight - CutHeight) / 2;

    private int PadLeft => (transform.CanvasWidth - CutWidth) / 2;

    private int PadTop => (transform.CanvasHeight - CutHeight) / 2;

    // Black is the same in every matrix; other colours are RGB.
    private bool CanPad =>
        transform.Padding is null or { Color: { Red: 0, Green: 0, Blue: 0 } }
        && AreEven(CutLeft, CutTop, PadLeft, PadTop, CutWidth, CutHeight, transform.CanvasWidth, transform.CanvasHeight);

    private static bool AreEven(params ReadOnlySpan<int> numbers)
    {
        int bits = 0;
        foreach (int number in numbers)
        {
            bits |= number;
        }

        return (bits & 1) == 0;
    }
}
