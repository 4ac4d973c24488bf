using AnimatedImage.Conversion;
using AnimatedImage.Sinks;

namespace AnimatedImage.Jobs.Working;

/// <summary>The outputs of a job, whole but out of sight. Disposing without publishing leaves nothing.</summary>
public interface IStagedJob : IAsyncDisposable
{
    /// <summary>What another process needs to publish them, with the results; null where only this one can.</summary>
    IReadOnlyList<(StagedFile File, ConversionResult Result)>? Outputs { get; }

    /// <summary>The outputs that were current already.</summary>
    IReadOnlyList<ConversionResult> Skipped { get; }

    /// <summary>Makes all outputs appear, or none.</summary>
    Task<IReadOnlyList<ConversionResult>> PublishAsync();
}
