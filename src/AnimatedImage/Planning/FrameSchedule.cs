namespace AnimatedImage.Planning;

/// <summary>
/// Source times → output delays, one frame at a time, without drift: every frame's time is rounded to the format's clock, not its
/// delay, so the total is never off by more than half a tick. Frames closer than the shortest honoured delay are moved to the next
/// free slot; a later frame that falls on an occupied slot replaces the earlier one.
/// </summary>
/// <param name="timing">The format's clock.</param>
public sealed class FrameSchedule(FrameTiming timing)
{
    /// <summary>The format's clock.</summary>
    public FrameTiming Timing { get; } = timing;

    /// <summary>Adds a frame. Times must not decrease.</summary>
    /// <param name="frame">The caller's number for the frame.</param>
    /// <param name="time">When it is to be shown, from the start of the animation.</param>
    /// <returns>
    /// Frames whose delay is now known, in order: none, one, or one several times when its delay exceeds the longest that the format
    /// stores. A frame that was replaced is never returned.
    /// </returns>
    public IReadOnlyList<ScheduledFrame> Push(long frame, TimeSpan time) => throw new NotImplementedException();

    /// <summary>Ends the animation and returns the last frame with its delay.</summary>
    /// <param name="end">When the last frame ends, end delay included.</param>
    public IReadOnlyList<ScheduledFrame> Finish(TimeSpan end) => throw new NotImplementedException();
}
