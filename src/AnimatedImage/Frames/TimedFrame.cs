namespace AnimatedImage.Frames;

/// <summary>A frame on its way to an encoder; whoever takes it disposes the frame.</summary>
/// <param name="Frame">The picture.</param>
/// <param name="Delay">How long it is shown, in ticks of the output's clock.</param>
public readonly record struct TimedFrame(Frame Frame, int Delay);
