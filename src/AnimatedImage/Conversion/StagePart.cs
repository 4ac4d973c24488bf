using AnimatedImage.Planning;

namespace AnimatedImage.Conversion;

/// <summary>One conversion where the stages meet.</summary>
/// <param name="Plan">What is read and how it plays.</param>
/// <param name="Runs">Its outputs.</param>
/// <param name="OnFrame">Called after each decoded frame with their number.</param>
/// <param name="OnWarning">Called with what may surprise.</param>
/// <param name="OnRead">Called with how the source was read in the end.</param>
internal sealed record StagePart(ConversionPlan Plan, IReadOnlyList<OutputRun> Runs, Action<int>? OnFrame, Action<string> OnWarning, Action<ReadingMode> OnRead);
