using System.Runtime.CompilerServices;

namespace AnimatedImage.Frames.Timeline;

/// <summary>One form out of frames that hold several.</summary>
internal static class FormFrames
{
    /// <summary>Takes it out, each into a buffer of its own: what its outputs do with it is nothing to the others.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="form">Which of their parts.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<Frame> Create(
        IAsyncEnumerable<ShownFrame> frames, int form, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        FramePool? pool = null;
        await foreach (ShownFrame shown in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            using Frame whole = shown.Frame;
            FramePart part = whole.Pool.Parts[form];
            pool ??= new FramePool(part.Width, part.Height, part.Layout);
            Frame taken = pool.Rent();
            whole.Pixels.Slice(part.Offset, part.Length).CopyTo(taken.Pixels);
            taken.Time = whole.Time;
            yield return taken;
        }
    }
}
