namespace AnimatedImage.Bench.Measuring;

/// <summary>What one run of a program cost, its children included.</summary>
/// <param name="WallSeconds">From start to exit.</param>
/// <param name="CpuSeconds">Processor time in user and kernel mode; null where the system does not tell.</param>
/// <param name="PeakMegabytes">Largest sum of the processes' proportional memory; null where the system does not tell.</param>
internal sealed record ProcessCost(double WallSeconds, double? CpuSeconds, double? PeakMegabytes);
