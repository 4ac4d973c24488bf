using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Requests;

namespace AnimatedImage.Planning;

/// <summary>
/// Decides what is cut out, how large it is scaled and how large the canvas is. Sizes are those of the displayed picture; a side that
/// is not given follows from the exact aspect ratio, to the nearest pixel.
/// </summary>
/// <remarks>
/// Without AllowUpscale nothing is enlarged: a side alone, a scale and Fit keep the picture's size; Fill keeps it too and pads up to the
/// box; Crop makes the box smaller in its own proportions until the picture fills it; Stretch leaves each side as it is that would grow.
/// </remarks>
internal sealed class ScaleRule
{
    private readonly FrameSize _size;
    private readonly List<string> _warnings;
    private readonly Rational _width;
    private readonly Rational _height;
    private readonly int _wholeWidth;
    private readonly int _wholeHeight;
    private readonly CropRectangle? _storedCrop;

    private ScaleRule(FrameSize size, VideoStreamInfo video, List<string> warnings)
    {
        _size = size;
        _warnings = warnings;
        var displayed = new DisplayedPicture(video);
        _storedCrop = size.Crop is { } crop ? displayed.ToStored(crop) : null;
        (_width, _height) = size.Crop is { } cut ? (Exact.Of(cut.Width), Exact.Of(cut.Height)) : (displayed.ExactWidth, displayed.ExactHeight);
        (_wholeWidth, _wholeHeight) = size.Crop is { } part ? (part.Width, part.Height) : (video.Width, video.Height);
    }

    private bool MayEnlarge => _size.AllowUpscale == true;

    /// <summary>The crop in stored pixels, the scaled size and the canvas; everything else of the transform is left to the caller.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/>: the crop does not lie inside the picture.</exception>
    public static PictureTransform Apply(FrameSize size, VideoStreamInfo video, List<string> warnings) => new ScaleRule(size, video, warnings).Apply();

    private PictureTransform Apply() => _size switch
    {
        { Width: { } width, Height: { } height } => Box(Pixels(width, _width), Pixels(height, _height)),
        { Width: { } width } => ByWidth(Pixels(width, _width)),
        { Height: { } height } => ByHeight(Pixels(height, _height)),
        { LongSide: { } longSide, ShortSide: { } shortSide } => IsWide ? Box(longSide, shortSide) : Box(shortSide, longSide),
        { LongSide: { } longSide } => IsWide ? ByWidth(longSide) : ByHeight(longSide),
        { ShortSide: { } shortSide } => IsWide ? ByHeight(shortSide) : ByWidth(shortSide),
        { Scale: { } scale } => Proportional(AtLeastOne(Exact.Product(_width, Exact.Of(scale))), AtLeastOne(Exact.Product(_height, Exact.Of(scale)))),
        _ => Transform(_wholeWidth, _wholeHeight),
    };

    private bool IsWide => _width >= _height;

    private static int Pixels(FrameDimension dimension, Rational side) =>
        dimension.IsFraction ? AtLeastOne(Exact.Product(side, Exact.Of(dimension.Value))) : (int)dimension.Value;

    private static int AtLeastOne(Rational side) => (int)Math.Clamp(Exact.Round(side), 1, int.MaxValue);

    private int HeightFor(int width) => AtLeastOne(Exact.Quotient(Exact.Product(Exact.Of(width), _height), _width));

    private int WidthFor(int height) => AtLeastOne(Exact.Quotient(Exact.Product(Exact.Of(height), _width), _height));

    private PictureTransform ByWidth(int width) => Proportional(width, HeightFor(width));

    private PictureTransform ByHeight(int height) => Proportional(WidthFor(height), height);

    private PictureTransform Proportional(int width, int height) =>
        MayEnlarge || (width <= _wholeWidth && height <= _wholeHeight) ? Transform(width, height) : Kept(width, height, Transform(_wholeWidth, _wholeHeight));

    private PictureTransform Box(int width, int height)
    {
        // The side that touches the box first when the picture grows.
        bool widthFits = Exact.Quotient(Exact.Of(width), _width) <= Exact.Quotient(Exact.Of(height), _height);
        (int Width, int Height) inside = widthFits ? (width, Math.Min(height, HeightFor(width))) : (Math.Min(width, WidthFor(height)), height);
        (int Width, int Height) around = widthFits ? (Math.Max(width, WidthFor(height)), height) : (width, Math.Max(height, HeightFor(width)));
        switch (_size.EffectiveScaleType)
        {
            case ScaleType.Fill:
                PictureTransform padded = Proportional(inside.Width, inside.Height);
                return padded with
                {
                    CanvasWidth = Math.Max(width, padded.ScaledWidth),
                    CanvasHeight = Math.Max(height, padded.ScaledHeight),
                    Padding = _size.Padding ?? Padding.Black,
                };
            case ScaleType.Crop:
                return MayEnlarge || (around.Width <= _wholeWidth && around.Height <= _wholeHeight)
                    ? Transform(around.Width, around.Height) with { CanvasWidth = width, CanvasHeight = height }
                    : Kept(width, height, Covered(width, height, widthFits));
            case ScaleType.Stretch:
                PictureTransform stretched = Transform(MayEnlarge ? width : Math.Min(width, _wholeWidth), MayEnlarge ? height : Math.Min(height, _wholeHeight));
                return stretched.ScaledWidth < width || stretched.ScaledHeight < height ? Kept(width, height, stretched) : stretched;
            default:
                return Proportional(inside.Width, inside.Height);
        }
    }

    /// <summary>The picture in its own size, cut to the box's proportions.</summary>
    private PictureTransform Covered(int width, int height, bool widthFits)
    {
        PictureTransform whole = Transform(_wholeWidth, _wholeHeight);
        var proportions = new Rational(width, height);
        return widthFits
            ? whole with { CanvasWidth = Math.Min(_wholeWidth, AtLeastOne(Exact.Product(_height, proportions))) }
            : whole with { CanvasHeight = Math.Min(_wholeHeight, AtLeastOne(Exact.Quotient(_width, proportions))) };
    }

    private PictureTransform Transform(int width, int height) => new()
    {
        Crop = _storedCrop,
        ScaledWidth = width,
        ScaledHeight = height,
        CanvasWidth = width,
        CanvasHeight = height,
    };

    private PictureTransform Kept(int width, int height, PictureTransform instead)
    {
        _warnings.Add(
            $"The picture is {PlanText.Size(_wholeWidth, _wholeHeight)} and is not enlarged to {PlanText.Size(width, height)}; it becomes {PlanText.Size(instead.CanvasWidth, instead.CanvasHeight)}. Give AllowUpscale to enlarge it.");
        return instead;
    }
}
