namespace AnimatedImage.Conversion.Budget;

/// <summary>Frames that follow each other.</summary>
/// <param name="First">Number of the first.</param>
/// <param name="Count">How many.</param>
internal readonly record struct FrameRun(int First, int Count);
