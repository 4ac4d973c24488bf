using System.Runtime.CompilerServices;
using AnimatedImage.Planning;

namespace AnimatedImage.Frames.Timeline;

/// <summary>One form out of frames that hold several below each other.</summary>
internal static class StackedPart
{
    /// <summary>Cuts it out, each into a buffer of its own: what its outputs do with it is nothing to the others.</summary>
    /// <param name="stacked">The frames.</param>
    /// <param name="top">The first row of the form.</param>
    /// <param name="picture">The form.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<Frame> Create(
        IAsyncEnumerable<ShownFrame> stacked, int top, PictureTransform picture, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        FramePool pool = new(picture.CanvasWidth, picture.CanvasHeight);
        await foreach (ShownFrame shown in stacked.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            using Frame whole = shown.Frame;
            yield return Cut(whole, top, pool);
        }
    }

    private static Frame Cut(Frame whole, int top, FramePool pool)
    {
        Frame part = pool.Rent();
        (int from, int to) = (whole.Width * 4, pool.Width * 4);
        ReadOnlySpan<byte> source = whole.Pixels.Span[(top * from)..];
        Span<byte> target = part.Pixels.Span;
        for (int row = 0; row < pool.Height; row++)
        {
            source.Slice(row * from, to).CopyTo(target.Slice(row * to, to));
        }

        part.Time = whole.Time;
        return part;
    }
}
