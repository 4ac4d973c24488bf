using System.Collections.Concurrent;
using AnimatedImage.Failures;
using AnimatedImage.Storage.S3;
using AnimatedImage.Storage.Web;

namespace AnimatedImage.Storage;

/// <summary>
/// The stores behind a user's profiles, which say who serves a location (<see cref="StoreProfiles.For"/>); web addresses have a store
/// of their own.
/// </summary>
/// <param name="profiles">The profiles.</param>
/// <param name="credentials">Finds credentials that belong to the session or to a vault; null = there are none.</param>
/// <param name="web">What web addresses may be asked; null = the defaults.</param>
public sealed class MediaStores(StoreProfiles profiles, ICredentialSource? credentials = null, WebAccess? web = null)
    : IMediaStores, IDisposable
{
    private readonly Lazy<WebStore> _web = new(() => new WebStore(web ?? new WebAccess()));
    private readonly ConcurrentDictionary<string, Lazy<S3Store>> _opened = new(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public IMediaStore For(MediaLocation location)
    {
        ArgumentNullException.ThrowIfNull(location);
        return location.Scheme switch
        {
            LocationScheme.File => throw new ConversionException(
                ErrorId.StorageNotAvailable, FailureKind.Input, $"{location} is a path on this machine, not an object in a store."),
            LocationScheme.Http => _web.Value,
            _ => Open(profiles.For(location)),
        };
    }

    /// <inheritdoc/>
    public IMediaStores Choosing(MediaLocation source, string? storage, string? destinationStorage) =>
        storage is null && destinationStorage is null ? this : new ChosenStores(this, new StoreChoice(profiles, source, storage, destinationStorage));

    /// <summary>The store of one profile, whatever locations it would be chosen for. Made at first use and kept by the profile's name.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/> when the profile lacks what its provider needs.</exception>
    public IMediaStore Open(StoreProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return _opened.GetOrAdd(profile.Name, _ => new Lazy<S3Store>(() => new S3Store(profile, credentials))).Value;
    }

    /// <summary>Scheme, host and port that a profile's requests go to.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="bucket">The bucket, which stands in the host's name where the provider wants it there; null = none.</param>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/> when the profile lacks what its provider needs.</exception>
    public static Uri AddressOf(StoreProfile profile, string? bucket)
    {
        StoreAddress address = StoreAddress.Of(profile);
        Uri server = address.Endpoint ?? StoreAddress.OfAws(address.Region);
        return bucket is null || address.PathStyle ? server : new UriBuilder(server) { Host = $"{bucket}.{server.Host}" }.Uri;
    }

    /// <summary>Closes connections. Uploads that are still open are aborted by their owners.</summary>
    public void Dispose()
    {
        foreach (Lazy<S3Store> store in _opened.Values.Where(store => store.IsValueCreated))
        {
            store.Value.Dispose();
        }

        if (_web.IsValueCreated)
        {
            _web.Value.Dispose();
        }
    }
}
