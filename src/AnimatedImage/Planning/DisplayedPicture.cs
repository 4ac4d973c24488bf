using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Requests;

namespace AnimatedImage.Planning;

/// <summary>
/// The picture as a player shows it, and the way from there to stored pixels turned upright. The correction for pixels that are not
/// square acts on stored rows, so it lies on the displayed height once a quarter turn is made.
/// </summary>
/// <param name="video">The source.</param>
internal sealed class DisplayedPicture(VideoStreamInfo video)
{
    private readonly bool _isTurned = video.Rotation is 90 or 270;

    /// <summary>The width before it is rounded to whole pixels.</summary>
    public Rational ExactWidth => _isTurned ? Exact.Of(video.StoredHeight) : SquareWidth;

    /// <summary>The height before it is rounded to whole pixels.</summary>
    public Rational ExactHeight => _isTurned ? SquareWidth : Exact.Of(video.StoredHeight);

    private Rational SquareWidth => Exact.Product(Exact.Of(video.StoredWidth), video.PixelAspectRatio);

    /// <summary>A rectangle of the displayed picture in upright stored pixels; null when it is the whole picture.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/>: it does not lie inside the picture.</exception>
    public CropRectangle? ToStored(CropRectangle crop)
    {
        if ((long)crop.X + crop.Width > video.Width || (long)crop.Y + crop.Height > video.Height)
        {
            throw new ConversionException(
                ErrorId.InvalidParameter,
                FailureKind.Input,
                $"Crop {crop} does not lie inside the picture, which is {PlanText.Size(video.Width, video.Height)}.",
                "Choose left edge + width and top edge + height within the picture.");
        }

        if (crop == new CropRectangle(0, 0, video.Width, video.Height))
        {
            return null;
        }

        int uprightWidth = _isTurned ? video.StoredHeight : video.StoredWidth;
        int uprightHeight = _isTurned ? video.StoredWidth : video.StoredHeight;
        (int x, int width) = Span(crop.X, crop.Width, video.Width, uprightWidth);
        (int y, int height) = Span(crop.Y, crop.Height, video.Height, uprightHeight);
        return new CropRectangle(x, y, width, height);
    }

    /// <summary>Edges go to the nearest stored pixel, so that rectangles side by side stay so; at least one pixel is left.</summary>
    private static (int Start, int Length) Span(int start, int length, int displayed, int stored)
    {
        int from = Scaled(start);
        int to = Scaled(start + length);
        from = Math.Min(from, stored - 1);
        return (from, Math.Max(1, to - from));

        int Scaled(int edge) => (int)Exact.Round(new Rational((long)edge * stored, displayed));
    }
}
