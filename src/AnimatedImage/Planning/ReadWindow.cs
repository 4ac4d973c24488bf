namespace AnimatedImage.Planning;

/// <summary>One part of the source that is read: [<paramref name="Start"/>, <paramref name="End"/>) counted from the first video frame.</summary>
/// <param name="Start">First source time shown.</param>
/// <param name="End">First source time not shown any more.</param>
/// <param name="FirstSample">Source time of the first sample on the grid; equals <paramref name="Start"/> when every frame is taken.</param>
/// <param name="SampleCount">Samples on the grid in this window; 0 when every frame is taken.</param>
public sealed record ReadWindow(TimeSpan Start, TimeSpan End, TimeSpan FirstSample, int SampleCount);
