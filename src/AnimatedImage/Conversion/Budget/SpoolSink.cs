using AnimatedImage.Encoding;
using AnimatedImage.Sinks;

namespace AnimatedImage.Conversion.Budget;

/// <summary>Keeps one encode aside until it is known whether it is the one that is wanted.</summary>
internal sealed class SpoolSink : ISink
{
    private readonly TemporarySpool _spool = new();

    /// <inheritdoc/>
    public async Task WriteAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken)
    {
        await foreach (ReadOnlyMemory<byte> chunk in chunks.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            await _spool.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What was written, in pieces that are valid until the next one.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync()
    {
        byte[] buffer = new byte[64 * 1024];
        Stream stream = _spool.Rewind();
        await foreach (ReadOnlyMemory<byte> chunk in EncodedSpool.ReadAsync(stream, 0, stream.Length, buffer).ConfigureAwait(false))
        {
            yield return chunk;
        }
    }

    /// <inheritdoc/>
    public Task<SinkResult> PublishAsync() => throw new InvalidOperationException("What is kept aside is never published itself.");

    /// <inheritdoc/>
    public Task WithdrawAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _spool.DisposeAsync();
}
