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
        var pending = new List<(long Number, Frame Frame)>();
        long count = 0;
        TimeSpan time = TimeSpan.Zero;
        try
        {
            await foreach (ShownFrame shown in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                pending.Add((count, shown.Frame));
                foreach (ScheduledFrame scheduled in schedule.Push(count, time))
                {
                    yield return Take(scheduled);
                }

                DropSettled();
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

        TimedFrame Take(ScheduledFrame scheduled) =>
            new(pending.Find(held => held.Number == scheduled.Frame).Frame.Retain(), scheduled.Delay);

        // What was given out or replaced cannot come any more.
        void DropSettled()
        {
            for (int i = pending.Count - 1; i >= 0; i--)
            {
                if (!schedule.IsWaiting(pending[i].Number))
                {
                    pending[i].Frame.Dispose();
                    pending.RemoveAt(i);
                }
            }
        }
    }
}
