using System.Diagnostics;
using AnimatedImage.Planning;

namespace AnimatedImage.Conversion.Budget;

/// <summary>
/// One growing number for work whose encodes are not counted beforehand: a quarter is the decoding, the rest is shared by the outputs,
/// and of an output's share each further encode takes half of what is left.
/// </summary>
/// <param name="plan">The conversion.</param>
/// <param name="outputs">How many outputs there are.</param>
/// <param name="watch">Runs since the start.</param>
/// <param name="progress">Told; may be null.</param>
internal sealed class BudgetProgress(ConversionPlan plan, int outputs, Stopwatch watch, IProgress<ConversionProgress>? progress)
{
    private const double Decoding = 0.25;

    /// <summary>So many frames are decoded.</summary>
    public void Decoded(int frames) => Report("Converting", Decoding * Math.Min(1, (double)frames / Math.Max(1, plan.FrameCount)));

    /// <summary>Of one output's search a part is done.</summary>
    /// <param name="before">Outputs that are done.</param>
    /// <param name="part">0–1.</param>
    public void Fitted(int before, double part) => Report("Fitting", Decoding + ((1 - Decoding) * (before + part) / outputs));

    private void Report(string stage, double part) =>
        progress?.Report(new ConversionProgress(stage, (int)(plan.FrameCount * part), plan.FrameCount, 0, watch.Elapsed));
}
