using AnimatedImage.Inspection;
using AnimatedImage.Inspection.Webp;

namespace AnimatedImage.Frames.Webp;

/// <summary>The picture that the frames of an animated WebP build up (RFC 9649, section 2.7.1): RGBA, straight alpha, transparent at first as browsers have it.</summary>
/// <param name="width">Width in pixels.</param>
/// <param name="height">Height in pixels.</param>
internal sealed class WebpCanvas(int width, int height)
{
    private readonly byte[] _pixels = new byte[checked(width * height * 4)];
    private WebpFrame? _last;

    /// <summary>The picture as it is now.</summary>
    public ReadOnlyMemory<byte> Pixels => _pixels;

    /// <summary>Disposes of the frame before and draws the next one.</summary>
    /// <param name="frame">Where and how.</param>
    /// <param name="picture">Its pixels.</param>
    /// <param name="stride">Bytes from one row of the pixels to the next.</param>
    public void Draw(WebpFrame frame, ReadOnlySpan<byte> picture, int stride)
    {
        if (_last is { Disposal: FrameDisposal.Background } last)
        {
            for (int row = 0; row < last.Height; row++)
            {
                Row(last, row).Clear();
            }
        }

        for (int row = 0; row < frame.Height; row++)
        {
            ReadOnlySpan<byte> source = picture.Slice(row * stride, frame.Width * 4);
            Span<byte> target = Row(frame, row);
            if (frame.Blend == FrameBlend.Source)
            {
                source.CopyTo(target);
            }
            else
            {
                LayOver(source, target);
            }
        }

        _last = frame;
    }

    private Span<byte> Row(WebpFrame frame, int row) => _pixels.AsSpan((((frame.Y + row) * width) + frame.X) * 4, frame.Width * 4);

    private static void LayOver(ReadOnlySpan<byte> source, Span<byte> target)
    {
        for (int i = 0; i < target.Length; i += 4)
        {
            int alpha = source[i + 3];
            if (alpha == 255)
            {
                source.Slice(i, 4).CopyTo(target[i..]);
            }
            else if (alpha > 0)
            {
                // In units of 1/255² until the last division.
                int behind = target[i + 3] * (255 - alpha);
                int sum = (alpha * 255) + behind;
                for (int channel = i; channel < i + 3; channel++)
                {
                    target[channel] = (byte)(((source[channel] * alpha * 255) + (target[channel] * behind) + (sum / 2)) / sum);
                }

                target[i + 3] = (byte)((sum + 127) / 255);
            }
        }
    }
}
