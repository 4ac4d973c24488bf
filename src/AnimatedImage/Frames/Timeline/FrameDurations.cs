using System.Runtime.CompilerServices;
using AnimatedImage.Planning;

namespace AnimatedImage.Frames.Timeline;

/// <summary>Frames' times → how long each is shown: until the next one comes.</summary>
internal static class FrameDurations
{
    // A cut-off file still tells its whole length; a last frame that would be frozen for longer than this is taken for such a one.
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(1);

    /// <summary>Derives the durations; holds one frame back.</summary>
    /// <param name="frames">In order of time, the first at 0.</param>
    /// <param name="plan">Says when the last frame ends.</param>
    public static IAsyncEnumerable<ShownFrame> Derive(IAsyncEnumerable<Frame> frames, ConversionPlan plan)
    {
        TimeSpan end = plan.Windows.Aggregate(TimeSpan.Zero, (length, window) => length + (window.End - window.Start));
        return plan.Selection.Kind switch
        {
            FrameSelectionKind.Grid => Derive(frames, last => last + TimeSpan.FromSeconds(plan.Selection.Rate!.Value.Inverse.Value)),
            FrameSelectionKind.EveryFrame when !plan.Source.Video.IsVariableFrameRate => Derive(
                frames,
                last => end - last <= LongestHold ? end : last + TimeSpan.FromSeconds(plan.Source.Video.FrameRate.Inverse.Value)),
            _ => Derive(frames, _ => end),
        };
    }

    /// <summary>Derives the durations; holds one frame back.</summary>
    /// <param name="frames">In order of time.</param>
    /// <param name="end">Time of the last frame → when it ends.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<ShownFrame> Derive(
        IAsyncEnumerable<Frame> frames, Func<TimeSpan, TimeSpan> end, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Frame? held = null;
        try
        {
            await foreach (Frame frame in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                Frame? previous = held;
                held = frame;
                if (previous is not null)
                {
                    yield return new ShownFrame(previous, NotNegative(frame.Time - previous.Time));
                }
            }

            if (held is { } last)
            {
                held = null;
                yield return new ShownFrame(last, NotNegative(end(last.Time) - last.Time));
            }
        }
        finally
        {
            held?.Dispose();
        }
    }

    private static TimeSpan NotNegative(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;
}
