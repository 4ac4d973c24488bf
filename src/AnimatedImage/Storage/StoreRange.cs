namespace AnimatedImage.Storage;

/// <summary>Part of an object on its way. Disposing ends the transfer.</summary>
/// <param name="Content">The bytes, in order. When the connection breaks, reading fails with a transient failure or ends early, which the reader must notice by counting.</param>
/// <param name="Offset">The first byte's place in the object.</param>
/// <param name="Count">How many bytes the store announced for this answer.</param>
/// <param name="TotalBytes">The size of the whole object.</param>
/// <param name="ETag">The version that is being read, without quotes; null where the store gives none.</param>
public sealed record StoreRange(Stream Content, long Offset, long Count, long TotalBytes, string? ETag) : IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
