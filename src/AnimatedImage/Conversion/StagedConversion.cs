using AnimatedImage.Sinks;

namespace AnimatedImage.Conversion;

/// <summary>
/// A conversion whose outputs are whole, but out of sight: whoever must first ask whether they may appear, as a job does, stands between
/// staging and publishing. Disposing without publishing leaves nothing.
/// </summary>
public sealed class StagedConversion : IAsyncDisposable
{
    private readonly ConversionRun _run;

    internal StagedConversion(ConversionRun run)
    {
        _run = run;
    }

    /// <summary>
    /// What waits to be published, with the result each will have; <see cref="FileSink.PublishAsync(StagedFile, CancellationToken)"/>
    /// publishes it from another process. Null where an output can be published by this process alone.
    /// </summary>
    public IReadOnlyList<(StagedFile File, ConversionResult Result)>? Outputs => _run.Staged;

    /// <summary>The outputs that were current already and are left alone.</summary>
    public IReadOnlyList<ConversionResult> Skipped => _run.Skipped;

    /// <summary>Makes the outputs appear, all or none: short, and not to be cancelled.</summary>
    /// <returns>One result per output, in the order of the formats.</returns>
    /// <exception cref="Failures.ConversionException">One could not be published; none is.</exception>
    public Task<IReadOnlyList<ConversionResult>> PublishAsync() => _run.PublishAsync();

    /// <summary>Takes back what was published, where nothing was replaced by it: something that belongs with it failed.</summary>
    public Task WithdrawAsync() => _run.WithdrawAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _run.DisposeAsync();
}
