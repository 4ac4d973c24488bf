using System.Runtime.CompilerServices;
using AnimatedImage.Media;

namespace AnimatedImage.Frames.Timeline;

/// <summary>Source time → playing time.</summary>
internal static class RetimedFrames
{
    /// <summary>Shows every frame equally long: frame k begins at k/rate, rounded to 100 ns without drift.</summary>
    public static async IAsyncEnumerable<ShownFrame> AtRate(
        IAsyncEnumerable<Frame> frames, Rational rate, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long count = 0;
        TimeSpan start = TimeSpan.Zero;
        await foreach (Frame frame in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            TimeSpan end = GridTime.Of(++count, rate);
            yield return new ShownFrame(frame, end - start);
            start = end;
        }
    }

    /// <summary>Keeps the spacing, played faster or slower.</summary>
    /// <param name="frames">With their durations in source time.</param>
    /// <param name="speed">Source seconds a played second.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<ShownFrame> AtSpeed(
        IAsyncEnumerable<ShownFrame> frames, double speed, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        TimeSpan source = TimeSpan.Zero;
        TimeSpan start = TimeSpan.Zero;
        await foreach (ShownFrame shown in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            source += shown.Duration;
            TimeSpan end = source / speed;
            yield return shown with { Duration = end - start };
            start = end;
        }
    }
}
