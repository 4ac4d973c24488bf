namespace AnimatedImage.Planning;

/// <summary>A frame and how long it is shown.</summary>
/// <param name="Frame">The number the caller gave it.</param>
/// <param name="Delay">In ticks of the format's clock.</param>
public readonly record struct ScheduledFrame(long Frame, int Delay);
