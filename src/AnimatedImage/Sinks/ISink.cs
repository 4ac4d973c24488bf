namespace AnimatedImage.Sinks;

/// <summary>
/// A place that takes one output: whole, or not at all. Writing and publishing are apart, so that the outputs of one conversion
/// appear together or not at all. Disposing without publishing leaves nothing.
/// </summary>
public interface ISink : IAsyncDisposable
{
    /// <summary>Takes the bytes in order, to the last, and keeps them out of sight.</summary>
    /// <param name="chunks">The file's bytes; each chunk is read before the next one is asked for.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    Task WriteAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken);

    /// <summary>
    /// Once all is written: what another process needs to publish it in this one's stead. Null where only this process can, because
    /// the bytes wait in its own upload.
    /// </summary>
    StagedFile? Staged => null;

    /// <summary>Makes what was written appear under its final name: one step, short, not to be cancelled.</summary>
    Task<SinkResult> PublishAsync();

    /// <summary>Takes back what was published, where nothing was replaced by it: another output of the conversion could not be published.</summary>
    Task WithdrawAsync();
}
