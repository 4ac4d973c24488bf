namespace AnimatedImage.Planning;

/// <summary>
/// Source times → output delays, one frame at a time, without drift: every frame's time is rounded to the format's clock, not its
/// delay, so the total is never off by more than half a tick. Frames closer than the shortest honoured delay are moved to the next
/// free slot; a later frame that falls on an occupied slot replaces the earlier one.
/// </summary>
/// <param name="timing">The format's clock.</param>
public sealed class FrameSchedule(FrameTiming timing)
{
    private long? _pendingFrame;
    private long _pendingSlot;

    /// <summary>The format's clock.</summary>
    public FrameTiming Timing { get; } = timing;

    /// <summary>Adds a frame. Times must not decrease; the first frame is shown from the start whatever its time.</summary>
    /// <param name="frame">The caller's number for the frame.</param>
    /// <param name="time">When it is to be shown, from the start of the animation.</param>
    /// <returns>
    /// Frames whose delay is now known, in order: none, one, or one several times when its delay exceeds the longest that the format
    /// stores. A frame that was replaced is never returned.
    /// </returns>
    public IReadOnlyList<ScheduledFrame> Push(long frame, TimeSpan time)
    {
        if (_pendingFrame is not { } pending)
        {
            _pendingFrame = frame;
            return [];
        }

        long tick = ToTicks(time);
        if (tick <= _pendingSlot)
        {
            _pendingFrame = frame;
            return [];
        }

        long slot = Math.Max(tick, _pendingSlot + Timing.MinDelay);
        IReadOnlyList<ScheduledFrame> settled = Split(pending, slot - _pendingSlot);
        (_pendingFrame, _pendingSlot) = (frame, slot);
        return settled;
    }

    /// <summary>Ends the animation and returns the last frame with its delay; none when no frame was added.</summary>
    /// <param name="end">When the last frame ends, end delay included.</param>
    public IReadOnlyList<ScheduledFrame> Finish(TimeSpan end)
    {
        if (_pendingFrame is not { } pending)
        {
            return [];
        }

        _pendingFrame = null;
        return Split(pending, Math.Max(ToTicks(end) - _pendingSlot, Timing.MinDelay));
    }

    // Rounds half up. A day in milliseconds times ten million ticks a second stays far below 2^63.
    private long ToTicks(TimeSpan time) =>
        ((time.Ticks * Timing.TicksPerSecond) + (TimeSpan.TicksPerSecond / 2)) / TimeSpan.TicksPerSecond;

    private List<ScheduledFrame> Split(long frame, long delay)
    {
        List<ScheduledFrame> parts = [];
        while (delay > Timing.MaxDelay)
        {
            // What is left over must itself be a delay that players honour.
            long part = Math.Min(Timing.MaxDelay, delay - Timing.MinDelay);
            parts.Add(new ScheduledFrame(frame, (int)part));
            delay -= part;
        }

        parts.Add(new ScheduledFrame(frame, (int)delay));
        return parts;
    }
}
