using AnimatedImage.Storage;

namespace AnimatedImage.Worker;

/// <summary>
/// The stores behind the user's profiles, read when the first remote location comes. Credentials are those of the environment, for there
/// is no session to hold one and no vault to ask.
/// </summary>
/// <param name="access">What web addresses may be asked.</param>
internal sealed class LateStores(WebAccess access) : IMediaStores, IDisposable
{
    private readonly Lazy<MediaStores> _stores = new(() => new MediaStores(StoreProfileFile.OfUser.Read(), credentials: null, access));

    public IMediaStore For(MediaLocation location) => _stores.Value.For(location);

    public IMediaStores Choosing(MediaLocation source, string? storage, string? destinationStorage) =>
        storage is null && destinationStorage is null ? this : _stores.Value.Choosing(source, storage, destinationStorage);

    public void Dispose()
    {
        if (_stores.IsValueCreated)
        {
            _stores.Value.Dispose();
        }
    }
}
