namespace AnimatedImage.Planning;

/// <summary>How the windows of a plan are read. Whatever is chosen, the frames are the same.</summary>
/// <param name="Mode">The way.</param>
/// <param name="GroupSize">Samples that share a decode; only with <see cref="ReadingMode.Seeks"/>, at least 1.</param>
/// <param name="Parallel">Decodes at once; more than 1 only with <see cref="ReadingMode.Seeks"/>.</param>
public sealed record ReadingPlan(ReadingMode Mode, int GroupSize = 1, int Parallel = 1)
{
    /// <summary>One decode for each part.</summary>
    public static ReadingPlan Through { get; } = new(ReadingMode.Through);

    /// <summary>
    /// Groups that share one ffmpeg, which opens the source once for each; only with <see cref="ReadingMode.Seeks"/>, at least 1.
    /// </summary>
    public int Together { get; init; } = 1;

    /// <summary>What the model expects it to take; zero where nothing was compared.</summary>
    public TimeSpan EstimatedTime { get; init; }
}
