namespace AnimatedImage.Frames.Timeline;

/// <summary>
/// A frame and how long it is shown; whoever takes it disposes the frame. Durations travel with frames because order changes: the
/// rounding of sums is taken up where they are made, so they add up exactly.
/// </summary>
/// <param name="Frame">The picture.</param>
/// <param name="Duration">How long it is shown, in playing time; ≥ 0.</param>
internal readonly record struct ShownFrame(Frame Frame, TimeSpan Duration);
