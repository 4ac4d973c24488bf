using AnimatedImage.Sinks;

namespace AnimatedImage.Conversion;

/// <summary>Keeps the few bytes of an estimate's sample in memory.</summary>
internal sealed class MemorySink : ISink
{
    /// <summary>What was written.</summary>
    public MemoryStream Bytes { get; } = new();

    /// <inheritdoc/>
    public async Task WriteAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken)
    {
        await foreach (ReadOnlyMemory<byte> chunk in chunks.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            Bytes.Write(chunk.Span);
        }

        Bytes.Position = 0;
    }

    /// <inheritdoc/>
    public Task<SinkResult> PublishAsync() => throw new InvalidOperationException("A sample is never published.");

    /// <inheritdoc/>
    public Task WithdrawAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
