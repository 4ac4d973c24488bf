using System.Runtime.CompilerServices;
using AnimatedImage.Encoding;
using AnimatedImage.Frames;
using AnimatedImage.Planning;

namespace AnimatedImage.Tests.Encoding;

/// <summary>RGBA frames of tests in the layout that an encoder wants.</summary>
internal static class LaidOut
{
    public static async IAsyncEnumerable<TimedFrame> For(
        this IAsyncEnumerable<TimedFrame> frames, IFrameEncoder encoder, EncoderSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        PixelLayout layout = encoder.LayoutFor(settings);
        FramePool? pool = null;
        await foreach (TimedFrame timed in frames.WithCancellation(cancellationToken))
        {
            if (timed.Frame.Layout == layout)
            {
                yield return timed;
                continue;
            }

            using Frame frame = timed.Frame;
            pool ??= new FramePool(frame.Width, frame.Height, layout);
            Frame converted = pool.Rent();
            YuvPicture.FromRgba(frame, converted);
            yield return timed with { Frame = converted };
        }
    }
}
