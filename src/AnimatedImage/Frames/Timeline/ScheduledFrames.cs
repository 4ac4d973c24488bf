using System.Runtime.CompilerServices;
using AnimatedImage.Planning;

namespace AnimatedImage.Frames.Timeline;

/// <summary>Durations → delays on one format's clock.</summary>
internal static class ScheduledFrames
{
    /// <summary>Applies the schedule; frames that it replaces are dropped, frames that it lists several times come several times.</summary>
    /// <param name="frames">The frames as they play.</param>
    /// <param name="timing">The format's clock.</param>
    /// <param name="endDelay">How much longer the last frame stays.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<TimedFrame> Create(
        IAsyncEnumerable<ShownFrame> frames,
        FrameTiming timing,
        TimeSpan endDelay,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var schedule = new FrameSchedule(timing);
        var pending = new Queue<(long Number, Frame Frame)>();
        long count = 0;
        TimeSpan time = TimeSpan.Zero;
        try
        {
            await foreach (ShownFrame shown in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                pending.Enqueue((count, shown.Frame));
                foreach (ScheduledFrame scheduled in schedule.Push(count, time))
                {
                    yield return Take(scheduled);
                }

                time += shown.Duration;
                count++;
            }

            if (count > 0)
            {
                foreach (ScheduledFrame scheduled in schedule.Finish(time + endDelay))
                {
                    yield return Take(scheduled);
                }
            }
        }
        finally
        {
            foreach ((_, Frame frame) in pending)
            {
                frame.Dispose();
            }
        }

        TimedFrame Take(ScheduledFrame scheduled)
        {
            // What was scheduled earlier or replaced cannot come any more.
            while (pending.Peek().Number < scheduled.Frame)
            {
                pending.Dequeue().Frame.Dispose();
            }

            return new TimedFrame(pending.Peek().Frame.Retain(), scheduled.Delay);
        }
    }
}
