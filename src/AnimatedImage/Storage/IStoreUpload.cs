namespace AnimatedImage.Storage;

/// <summary>
/// An object being written in parts, out of sight until it is complete. Memory is bounded by a few parts whatever the length.
/// Disposing without completing aborts it, so that neither an object nor parts remain.
/// </summary>
public interface IStoreUpload : IAsyncDisposable
{
    /// <summary>Takes the next bytes; they may be reused by the caller afterwards.</summary>
    Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Sends what is left, but leaves the object out of sight: everything that takes time and may be cancelled.</summary>
    Task FlushAsync(CancellationToken cancellationToken);

    /// <summary>Makes the object appear, whole, and checks size and checksum against what the store says.</summary>
    /// <exception cref="Failures.ConversionException"><see cref="Failures.ErrorId.DestinationExists"/> when another object stands there and must not be replaced.</exception>
    Task<StoreObject> CompleteAsync(CancellationToken cancellationToken);
}
