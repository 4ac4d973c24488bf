using AnimatedImage.Planning;

namespace AnimatedImage.Conversion.Budget;

/// <summary>An output that fits its budget, encoded and kept aside.</summary>
/// <param name="Plan">The output as it was made.</param>
/// <param name="Encode">The encode that made it.</param>
/// <param name="File">Its bytes.</param>
/// <param name="Outcome">What was given up.</param>
/// <param name="EncodeTime">Wall time of the whole search.</param>
internal sealed record FittedOutput(OutputPlan Plan, OutputRun Encode, SpoolSink File, BudgetOutcome Outcome, TimeSpan EncodeTime) : IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => File.DisposeAsync();
}
