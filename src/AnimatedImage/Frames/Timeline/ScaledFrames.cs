using System.Runtime.CompilerServices;
using AnimatedImage.Frames.Scaling;

namespace AnimatedImage.Frames.Timeline;

/// <summary>Every frame made smaller.</summary>
internal static class ScaledFrames
{
    /// <summary>Scales; frames that have the size already are passed on.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="width">Width in pixels, at most the frames'.</param>
    /// <param name="height">Height in pixels, at most the frames'.</param>
    /// <param name="hasAlpha">True when alpha is not 255 throughout.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<ShownFrame> Create(
        IAsyncEnumerable<ShownFrame> frames, int width, int height, bool hasAlpha, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IFrameScaler? scaler = null;
        await foreach (ShownFrame shown in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (shown.Frame.Width == width && shown.Frame.Height == height)
            {
                yield return shown;
                continue;
            }

            using Frame frame = shown.Frame;
            scaler ??= frame.Layout == PixelLayout.Rgba
                ? new FrameScaler(frame.Width, frame.Height, width, height, hasAlpha)
                : new PlaneScaler(frame.Width, frame.Height, width, height);
            yield return shown with { Frame = scaler.Scale(frame) };
        }
    }
}
