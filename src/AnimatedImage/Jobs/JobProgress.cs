namespace AnimatedImage.Jobs;

/// <summary>How far a job is; stored once or twice a second at most.</summary>
/// <param name="Stage">What is being done: <c>Waiting</c>, <c>Probing</c>, <c>Converting</c>, <c>Publishing</c>, <c>Done</c>.</param>
/// <param name="Fraction">0–1, over all outputs.</param>
/// <param name="Frame">Frames decoded so far.</param>
/// <param name="FrameCount">Frames planned; 0 while unknown.</param>
public sealed record JobProgress(string Stage, double Fraction, int Frame, int FrameCount);
