namespace AnimatedImage.Planning.Budget;

/// <summary>One way of making an output smaller than asked.</summary>
/// <param name="Quality">1–100.</param>
/// <param name="Width">Canvas width in pixels.</param>
/// <param name="Height">Canvas height in pixels.</param>
/// <param name="FrameCount">How many of the frames that play are kept.</param>
/// <param name="FrameShare">The share of the frames that play that is kept, (0, 1].</param>
/// <param name="Relief">By how much the file is thought to be smaller than the first rung's: the natural logarithm of the ratio, 0 for the first.</param>
public sealed record BudgetRung(int Quality, int Width, int Height, int FrameCount, double FrameShare, double Relief);
