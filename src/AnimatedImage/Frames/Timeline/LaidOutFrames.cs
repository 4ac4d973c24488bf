using System.Runtime.CompilerServices;

namespace AnimatedImage.Frames.Timeline;

/// <summary>Every frame in one layout.</summary>
internal static class LaidOutFrames
{
    /// <summary>Converts; frames that have the layout already are passed on.</summary>
    /// <param name="frames">The frames: in the layout, or opaque RGBA.</param>
    /// <param name="layout">How the pixels are kept.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<ShownFrame> Create(
        IAsyncEnumerable<ShownFrame> frames, PixelLayout layout, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        FramePool? pool = null;
        await foreach (ShownFrame shown in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (shown.Frame.Layout == layout)
            {
                yield return shown;
                continue;
            }

            using Frame frame = shown.Frame;
            if (layout != PixelLayout.Yuv420)
            {
                throw new InvalidOperationException($"{frame.Layout} frames cannot become {layout}.");
            }

            pool ??= new FramePool(frame.Width, frame.Height, layout);
            Frame converted = pool.Rent();
            YuvPicture.FromRgba(frame, converted);
            converted.Time = frame.Time;
            yield return shown with { Frame = converted };
        }
    }
}
