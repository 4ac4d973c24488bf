using System.Runtime.InteropServices;
using AnimatedImage.Frames;

namespace AnimatedImage.Encoding.Webp;

/// <summary>
/// Lets a child take up an animation in the middle. It is shown two more frames before the first of its own: the frame before, with a
/// few pixels changed, and then that frame as it is. libwebp compares each frame with the source of the last one that it stored, so
/// what follows is encoded as if the child had seen everything, and these two are left out of the file.
/// </summary>
/// <remarks>
/// The changed pixels make sure that the frame before is stored and not taken for one like the child's last; and they make the area
/// small that libwebp could ask to be cleared of it, in the picture that is left out. The place is chosen so that it never does: where
/// clearing could only add to what has to be drawn.
/// </remarks>
internal static class WebpSeam
{
    private const int Side = 2;
    private const byte Opaque = 255;

    /// <summary>The frame before with a few pixels changed beyond any likeness.</summary>
    /// <param name="before">The frame before.</param>
    /// <param name="after">The first frame that is to be encoded.</param>
    /// <param name="pool">Where the buffer comes from.</param>
    public static Frame Create(Frame before, Frame after, FramePool pool)
    {
        Frame seam = pool.Rent();
        before.Pixels.CopyTo(seam.Pixels);
        (int left, int top) = FindPlace(before, after);
        Span<byte> pixels = seam.Pixels.Span;
        for (int y = top; y < Math.Min(top + Side, before.Height); y++)
        {
            for (int x = left; x < Math.Min(left + Side, before.Width); x++)
            {
                Span<byte> pixel = pixels.Slice(((y * before.Width) + x) * 4, 4);
                for (int channel = 0; channel < 3; channel++)
                {
                    pixel[channel] ^= 0x80;
                }

                pixel[3] = pixel[3] == 0 ? Opaque : pixel[3] == Opaque ? pixel[3] : (byte)(pixel[3] ^ 0x80);
            }
        }

        return seam;
    }

    /// <summary>
    /// The first square of even coordinates, from the middle on, in which the next frame is nowhere transparent or is what it was.
    /// Where every square fails, everything changes, and the middle is as good.
    /// </summary>
    private static (int Left, int Top) FindPlace(Frame before, Frame after)
    {
        int columns = (before.Width + 1) / Side;
        int count = columns * ((before.Height + 1) / Side);
        for (int step = 0; step < count; step++)
        {
            int square = ((count / 2) + step) % count;
            (int left, int top) = (square % columns * Side, square / columns * Side);
            if (IsSuitable(before, after, left, top))
            {
                return (left, top);
            }
        }

        return (count / 2 % columns * Side, count / 2 / columns * Side);
    }

    private static bool IsSuitable(Frame before, Frame after, int left, int top)
    {
        ReadOnlySpan<uint> old = MemoryMarshal.Cast<byte, uint>(before.Pixels.Span);
        ReadOnlySpan<byte> now = after.Pixels.Span;
        bool isVisible = true, isSame = true;
        for (int y = top; y < Math.Min(top + Side, before.Height); y++)
        {
            for (int x = left; x < Math.Min(left + Side, before.Width); x++)
            {
                int pixel = (y * before.Width) + x;
                isVisible &= now[(pixel * 4) + 3] != 0;
                isSame &= old[pixel] == MemoryMarshal.Read<uint>(now[(pixel * 4)..]);
            }
        }

        return isVisible || isSame;
    }
}
