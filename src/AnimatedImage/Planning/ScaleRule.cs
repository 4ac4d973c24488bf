using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Requests;

namespace AnimatedImage.Planning;

/// <summary>
/// How large the picture gets. Sizes are those of the picture as displayed: upright, with square pixels. The free side follows the exact
/// aspect ratio, rounded to the nearest pixel. Nothing is enlarged unless that was asked for: Fit and a single side then keep the
/// source's size, Fill keeps the picture's size and adds bars up to the box, Crop keeps the box's shape at the source's resolution, and
/// Stretch keeps whichever side would grow.
/// </summary>
internal sealed record ScaleRule
{
    /// <summary>Cut out before scaling, in upright stored pixels; null = the whole picture.</summary>
    public CropRectangle? Crop { get; init; }

    /// <summary>Size the picture is scaled to.</summary>
    public required (int Width, int Height) Scaled { get; init; }

    /// <summary>Size of the output.</summary>
    public required (int Width, int Height) Canvas { get; init; }

    /// <summary>Decides.</summary>
    /// <param name="size">What was asked.</param>
    /// <param name="video">The source's stream.</param>
    /// <param name="warnings">Takes a sentence when enlarging was not done.</param>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/> when the crop lies outside of the picture.</exception>
    public static ScaleRule Decide(FrameSize size, VideoStreamInfo video, List<string> warnings)
    {
        CropRectangle picture = size.Crop ?? new CropRectangle(0, 0, video.Width, video.Height);
        if (picture.X + (long)picture.Width > video.Width || picture.Y + (long)picture.Height > video.Height)
        {
            throw new ConversionException(
                ErrorId.InvalidParameter,
                FailureKind.Input,
                $"Crop {picture} does not lie inside the picture, which is {video.Width}×{video.Height}.",
                "Give x,y,w,h in pixels of the picture as it is displayed.");
        }

        ((int, int) scaled, (int, int) canvas) = Sizes(size, picture.Width, picture.Height, warnings);
        return new ScaleRule
        {
            Crop = size.Crop is null ? null : Stored(size.Crop, video),
            Scaled = scaled,
            Canvas = canvas,
        };
    }

    private static ((int Width, int Height) Scaled, (int Width, int Height) Canvas) Sizes(FrameSize size, int width, int height, List<string> warnings)
    {
        double longest = Math.Max(width, height);
        double shortest = Math.Min(width, height);
        (double Width, double Height)? box = null;
        double factor = 1;
        switch (size)
        {
            case { LongSide: { } longSide, ShortSide: { } shortSide }:
                box = width >= height ? (longSide, shortSide) : (shortSide, longSide);
                break;
            case { LongSide: { } longSide }:
                factor = longSide / longest;
                break;
            case { ShortSide: { } shortSide }:
                factor = shortSide / shortest;
                break;
            case { Scale: { } scale }:
                factor = scale;
                break;
            case { Width: { } wanted, Height: { } wantedHeight }:
                box = (Pixels(wanted, width), Pixels(wantedHeight, height));
                break;
            case { Width: { } wanted }:
                factor = Pixels(wanted, width) / width;
                break;
            case { Height: { } wanted }:
                factor = Pixels(wanted, height) / height;
                break;
            default:
                break;
        }

        bool mayEnlarge = size.AllowUpscale == true;
        if (box is not { } target)
        {
            (int, int) result = Scale(width, height, Limited(factor, mayEnlarge, width, height, warnings));
            return (result, result);
        }

        return (size.ScaleType ?? ScaleType.Fit) switch
        {
            ScaleType.Fit => Fit(width, height, target, mayEnlarge, warnings),
            ScaleType.Fill => Fill(width, height, target, mayEnlarge),
            ScaleType.Crop => Cover(width, height, target, mayEnlarge, warnings),
            ScaleType.Stretch => Stretch(width, height, target, mayEnlarge, warnings),
            _ => throw new ArgumentOutOfRangeException(nameof(size), size.ScaleType, null),
        };
    }

    private static ((int, int) Scaled, (int, int) Canvas) Fit(int width, int height, (double Width, double Height) box, bool mayEnlarge, List<string> warnings)
    {
        double factor = Limited(Math.Min(box.Width / width, box.Height / height), mayEnlarge, width, height, warnings);
        (int, int) result = Scale(width, height, factor);
        return (result, result);
    }

    private static ((int, int) Scaled, (int, int) Canvas) Fill(int width, int height, (double Width, double Height) box, bool mayEnlarge)
    {
        double factor = Math.Min(box.Width / width, box.Height / height);
        (int Width, int Height) canvas = (Round(box.Width), Round(box.Height));
        (int scaledWidth, int scaledHeight) = Scale(width, height, mayEnlarge ? factor : Math.Min(factor, 1));
        return ((Math.Min(scaledWidth, canvas.Width), Math.Min(scaledHeight, canvas.Height)), canvas);
    }

    private static ((int, int) Scaled, (int, int) Canvas) Cover(int width, int height, (double Width, double Height) box, bool mayEnlarge, List<string> warnings)
    {
        double factor = Math.Max(box.Width / width, box.Height / height);
        double limited = Limited(factor, mayEnlarge, width, height, warnings);
        (int Width, int Height) canvas = (Round(box.Width * limited / factor), Round(box.Height * limited / factor));
        (int scaledWidth, int scaledHeight) = Scale(width, height, limited);
        return ((Math.Max(scaledWidth, canvas.Width), Math.Max(scaledHeight, canvas.Height)), canvas);
    }

    private static ((int, int) Scaled, (int, int) Canvas) Stretch(int width, int height, (double Width, double Height) box, bool mayEnlarge, List<string> warnings)
    {
        (int, int) result = (
            Round(width * Limited(box.Width / width, mayEnlarge, width, height, warnings)),
            Round(height * Limited(box.Height / height, mayEnlarge, width, height, warnings)));
        return (result, result);
    }

    private static double Limited(double factor, bool mayEnlarge, int width, int height, List<string> warnings)
    {
        if (factor <= 1 || mayEnlarge)
        {
            return factor;
        }

        string sentence = $"The picture is only {width}×{height} and is not enlarged; AllowUpscale does so.";
        if (!warnings.Contains(sentence))
        {
            warnings.Add(sentence);
        }

        return 1;
    }

    private static double Pixels(FrameDimension dimension, int side) => dimension.IsFraction ? dimension.Value * side : dimension.Value;

    private static (int Width, int Height) Scale(int width, int height, double factor) => (Round(width * factor), Round(height * factor));

    private static int Round(double side) => (int)Math.Clamp(Math.Round(side, MidpointRounding.AwayFromZero), 1, int.MaxValue);

    // The displayed picture is wider than the stored one by the pixels' shape; after a quarter turn that is its height.
    private static CropRectangle Stored(CropRectangle crop, VideoStreamInfo video)
    {
        bool isTurned = video.Rotation is 90 or 270;
        double across = isTurned ? 1 : video.PixelAspectRatio.Value;
        double down = isTurned ? video.PixelAspectRatio.Value : 1;
        (int storedWidth, int storedHeight) = isTurned ? (video.StoredHeight, video.StoredWidth) : (video.StoredWidth, video.StoredHeight);
        int x = Math.Min((int)Math.Round(crop.X / across), storedWidth - 1);
        int y = Math.Min((int)Math.Round(crop.Y / down), storedHeight - 1);
        return new CropRectangle(
            x,
            y,
            Math.Clamp((int)Math.Round(crop.Width / across), 1, storedWidth - x),
            Math.Clamp((int)Math.Round(crop.Height / down), 1, storedHeight - y));
    }
}
