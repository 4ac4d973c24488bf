namespace AnimatedImage.Sinks;

/// <summary>A place that takes one output: whole, or not at all.</summary>
public interface ISink
{
    /// <summary>Takes the bytes in order and publishes them under their final name once the last has arrived. On any failure nothing is left.</summary>
    Task<SinkResult> WriteAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken);
}
