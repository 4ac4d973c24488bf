namespace AnimatedImage.Storage;

/// <summary>
/// A store of objects, reached with one profile. Safe from several threads. Failures are told as
/// <see cref="Failures.ConversionException"/> with bucket, endpoint, status and request id, and never hold a secret or a signature.
/// </summary>
public interface IMediaStore
{
    /// <summary>What an object is, without its bytes.</summary>
    /// <exception cref="Failures.ConversionException"><see cref="Failures.ErrorId.PathNotFound"/> and every failure of the store.</exception>
    Task<StoreObject> DescribeAsync(MediaLocation location, CancellationToken cancellationToken);

    /// <summary>
    /// Opens part of an object: one request, no retries beyond those for the connection. A transient failure (throttling, reset, 5xx)
    /// has <see cref="Failures.ConversionException.IsTransient"/>, so that the caller can try again.
    /// </summary>
    /// <param name="location">The object.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="count">How many; less come where the object ends.</param>
    /// <param name="etag">The version to read; another one is <see cref="Failures.ErrorId.SourceChanged"/>. Null = whatever is there.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<StoreRange> ReadAsync(MediaLocation location, long offset, long count, string? etag, CancellationToken cancellationToken);

    /// <summary>The objects below a prefix in the order of their keys, page by page as they are asked for.</summary>
    IAsyncEnumerable<StoreObject> ListAsync(MediaLocation prefix, StoreListing listing, CancellationToken cancellationToken);

    /// <summary>Begins to write an object.</summary>
    Task<IStoreUpload> UploadAsync(MediaLocation location, UploadOptions options, CancellationToken cancellationToken);

    /// <summary>Removes an object; one that is not there is no failure.</summary>
    Task DeleteAsync(MediaLocation location, CancellationToken cancellationToken);
}
