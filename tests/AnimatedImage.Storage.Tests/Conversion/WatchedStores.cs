namespace AnimatedImage.Storage.Tests.Conversion;

/// <summary>Stores that let a test act just before a certain read, in the middle of a conversion.</summary>
/// <param name="inner">The stores that do the work.</param>
/// <param name="at">Which read, from 1.</param>
/// <param name="act">What happens before it.</param>
internal sealed class WatchedStores(IMediaStores inner, int at, Func<Task> act) : IMediaStores, IMediaStore
{
    private int _reads;
    private IMediaStore _store = null!;

    /// <summary>How often was read.</summary>
    public int Reads => Volatile.Read(ref _reads);

    public IMediaStore For(MediaLocation location)
    {
        _store = inner.For(location);
        return this;
    }

    public async Task<StoreRange> ReadAsync(MediaLocation location, long offset, long count, string? etag, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _reads) == at)
        {
            await act();
        }

        return await _store.ReadAsync(location, offset, count, etag, cancellationToken);
    }

    public Task<StoreObject> DescribeAsync(MediaLocation location, CancellationToken cancellationToken) => _store.DescribeAsync(location, cancellationToken);

    public IAsyncEnumerable<StoreObject> ListAsync(MediaLocation prefix, StoreListing listing, CancellationToken cancellationToken) =>
        _store.ListAsync(prefix, listing, cancellationToken);

    public Task<IStoreUpload> UploadAsync(MediaLocation location, UploadOptions options, CancellationToken cancellationToken) =>
        _store.UploadAsync(location, options, cancellationToken);

    public Task DeleteAsync(MediaLocation location, CancellationToken cancellationToken) => _store.DeleteAsync(location, cancellationToken);
}
