using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Requests;

namespace AnimatedImage.Planning;

/// <summary>Holds what is planned against the limits of the request and of the formats.</summary>
/// <param name="limits">The limits, defaults filled in.</param>
/// <param name="warnings">Takes what may surprise.</param>
internal sealed class LimitRule(ConversionLimits limits, List<string> warnings)
{
    private const int LongestScaledSide = ushort.MaxValue;

    /// <summary>Refuses sources without time and frames too large to decode.</summary>
    public void CheckSource(MediaInfo media)
    {
        VideoStreamInfo video = media.Video;
        if (media.Duration <= TimeSpan.Zero)
        {
            throw new ConversionException(
                ErrorId.ZeroDuration, FailureKind.Source, $"'{media.Input.Subject}' has no duration.", "Check that the file is complete.");
        }

        if ((long)video.StoredWidth * video.StoredHeight > limits.MaxPixel)
        {
            throw TooLarge($"The video's frames are {PlanText.Size(video.StoredWidth, video.StoredHeight)}", "Raise MaxPixel if the source can be trusted.");
        }
    }

    /// <summary>Refuses outputs that the limits or a format cannot hold.</summary>
    public void CheckPicture(PictureTransform picture, IReadOnlyList<OutputFormat> formats)
    {
        const string advice = "Give a smaller size.";
        long width = picture.CanvasWidth;
        long height = picture.CanvasHeight;
        string size = $"The output's frames would be {PlanText.Size(width, height)}";
        if (width * height > limits.MaxPixel)
        {
            throw TooLarge(size, $"{advice[..^1]}, or raise MaxPixel.");
        }

        foreach (OutputFormat format in formats)
        {
            // WebP stores sides less one in 14 bits (RFC 9649, section 2.5).
            int longest = format == OutputFormat.WebP ? (1 << 14) - 1 : FrameDimension.MaxPixels;
            if (width > longest || height > longest)
            {
                throw new ConversionException(
                    ErrorId.FrameTooLarge, FailureKind.Input, $"{size}, but {OutputFormats.DisplayNameOf(format)} output has at most {longest} pixels a side.", advice);
            }
        }

        // With ScaleType Crop the picture is scaled beyond the canvas before it is cut.
        long scaledWidth = picture.ScaledWidth;
        long scaledHeight = picture.ScaledHeight;
        if (scaledWidth * scaledHeight > limits.MaxPixel || scaledWidth > LongestScaledSide || scaledHeight > LongestScaledSide)
        {
            throw TooLarge($"The picture would be scaled to {PlanText.Size(scaledWidth, scaledHeight)} before it is cut", advice);
        }
    }

    /// <summary>Refuses more frames than allowed where the number is reliable, else warns.</summary>
    /// <returns>The most frames that may be taken from the source.</returns>
    public int CheckFrames(int frameCount, PlayMode mode, bool isReliable)
    {
        int allowed = limits.MaxFrame!.Value;
        bool turns = mode == PlayMode.Boomerang;
        int mostTaken = turns ? (allowed + 2) / 2 : allowed;
        if (frameCount <= mostTaken)
        {
            return mostTaken;
        }

        long written = turns ? (2L * frameCount) - 2 : frameCount;
        string problem = FormattableString.Invariant($"The animation would have {(isReliable ? "" : "about ")}{written} frames, more than the {allowed} that MaxFrame allows");
        if (isReliable)
        {
            throw new ConversionException(
                ErrorId.TooManyFrames, FailureKind.Input, $"{problem}.", "Lower FrameRate, sample fewer frames, take a shorter part, or raise MaxFrame.");
        }

        warnings.Add($"{problem}; if it does, the conversion fails.");
        return mostTaken;
    }

    private ConversionException TooLarge(string what, string advice) => new(
        ErrorId.FrameTooLarge, FailureKind.Input, FormattableString.Invariant($"{what}, more than the {limits.MaxPixel} pixels that MaxPixel allows."), advice);
}
