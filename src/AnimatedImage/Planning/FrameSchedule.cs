namespace AnimatedImage.Planning;

/// <summary>
/// Source times → output delays, one frame at a time, without drift: every frame's time is rounded to the format's clock, not its
/// delay, so the total is never off by more than half a tick. Frames closer than the shortest honoured delay are moved to the next
/// free slot; a later frame that falls on an occupied slot replaces the earlier one. The first frame is shown from the start on,
/// whatever its time, and no delay is shorter than the shortest that is honoured, the last one included.
/// </summary>
/// <remarks>
/// With the clock's shortest delay m, a frame whose time rounds to tick q gets slot p = max(q, p' + m) after a frame in slot p'; when
/// q ≤ p' it takes that frame's slot instead. A frame can be given out once it is known that what follows has room for m ticks, which
/// is when a time of p + m or later was seen; until then it waits, so that the end can still move it.
/// </remarks>
/// <param name="timing">The format's clock.</param>
public sealed class FrameSchedule(FrameTiming timing)
{
    // Frames with a slot that are not given out yet; the first one is certain to be shown. Never more than a few.
    private readonly List<(long Frame, long Slot)> _waiting = [];
    private TimeSpan _latest;

    /// <summary>The format's clock.</summary>
    public FrameTiming Timing { get; } = timing;

    /// <summary>Whether a frame that was added can still be given out. Of all frames added, never more than a few can.</summary>
    /// <param name="frame">The caller's number for the frame.</param>
    internal bool IsWaiting(long frame) => _waiting.Exists(waiting => waiting.Frame == frame);

    /// <summary>Adds a frame. Times must not decrease.</summary>
    /// <param name="frame">The caller's number for the frame.</param>
    /// <param name="time">When it is to be shown, from the start of the animation.</param>
    /// <returns>
    /// Frames whose delay is now known, in order: none, some, or one several times when its delay exceeds the longest that the format
    /// stores. A frame that was replaced is never returned.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The time lies before the previous frame's.</exception>
    public IReadOnlyList<ScheduledFrame> Push(long frame, TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, _latest);
        _latest = time;
        if (_waiting.Count == 0)
        {
            _waiting.Add((frame, 0));
            return [];
        }

        long tick = TickOf(time);
        long lastSlot = _waiting[^1].Slot;
        if (tick <= lastSlot)
        {
            _waiting[^1] = (frame, lastSlot);
            return [];
        }

        _waiting.Add((frame, Math.Max(tick, lastSlot + Timing.MinDelay)));
        return GiveOut(tick);
    }

    /// <summary>Ends the animation and returns the last frames with their delays.</summary>
    /// <param name="end">When the last frame ends, end delay included.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time lies before the last frame's.</exception>
    public IReadOnlyList<ScheduledFrame> Finish(TimeSpan end)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(end, _latest);
        if (_waiting.Count == 0)
        {
            return [];
        }

        long tick = TickOf(end);
        while (_waiting.Count > 1 && _waiting[^1].Slot + Timing.MinDelay > tick)
        {
            // No room for the last frame: it moves up, or takes the place of the frame before it.
            (long frame, _) = _waiting[^1];
            (_, long previousSlot) = _waiting[^2];
            if (previousSlot + Timing.MinDelay <= tick - Timing.MinDelay)
            {
                _waiting[^1] = (frame, tick - Timing.MinDelay);
            }
            else
            {
                _waiting.RemoveAt(_waiting.Count - 1);
                _waiting[^1] = (frame, previousSlot);
            }
        }

        List<ScheduledFrame> result = [.. GiveOut(long.MaxValue)];
        (long last, long slot) = _waiting[0];
        AddWithDelay(result, last, Math.Max(tick - slot, Timing.MinDelay));
        _waiting.Clear();
        return result;
    }

    /// <summary>Gives out every frame before the last one that has room until the tick.</summary>
    private List<ScheduledFrame> GiveOut(long tick)
    {
        int certain = _waiting.FindLastIndex(waiting => waiting.Slot <= tick - Timing.MinDelay);
        List<ScheduledFrame> result = [];
        for (int i = 0; i < certain; i++)
        {
            AddWithDelay(result, _waiting[i].Frame, _waiting[i + 1].Slot - _waiting[i].Slot);
        }

        _waiting.RemoveRange(0, Math.Max(certain, 0));
        return result;
    }

    private void AddWithDelay(List<ScheduledFrame> result, long frame, long delay)
    {
        for (; delay > Timing.MaxDelay; delay -= result[^1].Delay)
        {
            // What remains must not be shorter than players honour.
            result.Add(new ScheduledFrame(frame, (int)Math.Min(Timing.MaxDelay, delay - Timing.MinDelay)));
        }

        result.Add(new ScheduledFrame(frame, (int)delay));
    }

    /// <summary>The nearest tick, halves up.</summary>
    private long TickOf(TimeSpan time)
    {
        Int128 doubled = ((Int128)time.Ticks * Timing.TicksPerSecond * 2) + TimeSpan.TicksPerSecond;
        return (long)(doubled / (2 * TimeSpan.TicksPerSecond));
    }
}
