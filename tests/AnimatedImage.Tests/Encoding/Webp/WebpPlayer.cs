using AnimatedImage.Inspection;
using AnimatedImage.Inspection.Webp;
using AnimatedImage.Tests.Frames;

namespace AnimatedImage.Tests.Encoding.Webp;

/// <summary>
/// Plays an animated WebP: ffmpeg decodes the single pictures (its older versions know no animations), they are put on the canvas
/// here as RFC 9649, section 2.7.1, says.
/// </summary>
internal static class WebpPlayer
{
    public static List<ShownPicture> Play(byte[] file, int frames = int.MaxValue)
    {
        using MemoryStream source = new(file);
        WebpAnimation animation = WebpAnimation.Read(source, "a.webp");
        byte[] canvas = new byte[animation.Width * animation.Height * 4];
        List<ShownPicture> shown = [];
        foreach (WebpFrame frame in animation.Frames.Take(frames))
        {
            byte[] picture = Decode(source, frame);
            Put(canvas, animation.Width, frame, at => frame.Blend == FrameBlend.Source || picture[at + 3] == 255 ? picture.AsSpan(at, 4) : picture[at + 3] == 0 ? default : throw new InvalidDataException("The encoder blends half-transparent pixels, which this player does not."));
            shown.Add(new ShownPicture([.. canvas], (int)frame.Duration.TotalMilliseconds));
            if (frame.Disposal == FrameDisposal.Background)
            {
                Put(canvas, animation.Width, frame, _ => new byte[4]);
            }
        }

        return shown;
    }

    private static byte[] Decode(MemoryStream source, WebpFrame frame)
    {
        using MemoryStream still = new();
        WebpAnimation.CopyStillAsync(source, frame, still, CancellationToken.None).GetAwaiter().GetResult();
        byte[] rgba = Ffmpeg.Run("-f webp_pipe -i pipe:0 -vf scale=flags=accurate_rnd+full_chroma_int -f rawvideo -pix_fmt rgba -", still.ToArray());
        for (int at = 0; at < rgba.Length; at += 4)
        {
            if (rgba[at + 3] == 0)
            {
                // The colour of what cannot be seen is not kept.
                rgba.AsSpan(at, 3).Clear();
            }
        }

        return rgba;
    }

    private static void Put(byte[] canvas, int canvasWidth, WebpFrame frame, Pixel pixel)
    {
        for (int y = 0; y < frame.Height; y++)
        {
            for (int x = 0; x < frame.Width; x++)
            {
                ReadOnlySpan<byte> value = pixel(((y * frame.Width) + x) * 4);
                value.CopyTo(canvas.AsSpan((((frame.Y + y) * canvasWidth) + frame.X + x) * 4));
            }
        }
    }

    private delegate ReadOnlySpan<byte> Pixel(int at);
}
