using System.Runtime.InteropServices;
using AnimatedImage.Frames;

namespace AnimatedImage.Encoding.Apng;

/// <summary>The part of the canvas that a picture covers, in pixels.</summary>
internal readonly record struct ApngArea(int X, int Y, int Width, int Height)
{
    /// <summary>The whole canvas.</summary>
    public static ApngArea All(Frame frame) => new(0, 0, frame.Width, frame.Height);

    /// <summary>The smallest area that holds every pixel in which two frames differ; they do.</summary>
    public static ApngArea OfChange(Frame before, Frame after)
    {
        int top = 0, bottom = after.Height, left = after.Width, right = 0;
        while (Row(before, top).SequenceEqual(Row(after, top)))
        {
            top++;
        }

        while (Row(before, bottom - 1).SequenceEqual(Row(after, bottom - 1)))
        {
            bottom--;
        }

        for (int y = top; y < bottom; y++)
        {
            ReadOnlySpan<uint> old = Row(before, y), now = Row(after, y);
            left = Math.Min(left, old[..left].CommonPrefixLength(now[..left]));
            while (right < now.Length && !old[right..].SequenceEqual(now[right..]))
            {
                right = Math.Max(right + 1, LastDifference(old, now) + 1);
            }
        }

        return new ApngArea(left, top, right - left, bottom - top);
    }

    /// <summary>A row's pixels, each as one number.</summary>
    public static ReadOnlySpan<uint> Row(Frame frame, int y) => MemoryMarshal.Cast<byte, uint>(frame.Pixels.Span).Slice(y * frame.Width, frame.Width);

    private static int LastDifference(ReadOnlySpan<uint> one, ReadOnlySpan<uint> other)
    {
        int at = one.Length - 1;
        while (at >= 0 && one[at] == other[at])
        {
            at--;
        }

        return at;
    }
}
