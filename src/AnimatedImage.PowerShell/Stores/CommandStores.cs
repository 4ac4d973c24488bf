using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Stores;

/// <summary>
/// The stores of a running cmdlet: the user's profiles, read when the first remote location comes, and what is reached with them. What
/// speaks to stores is not loaded before.
/// </summary>
/// <param name="thread">The pipeline thread, where vaults are asked.</param>
internal sealed class CommandStores(IPipelineThread thread) : IDisposable
{
    private readonly Lazy<StoreProfiles> _profiles = new(() => StoreProfileFile.OfUser.Read());
    private readonly Lock _lock = new();
    private MediaStores? _stores;

    /// <summary>The credentials of the session and of vaults.</summary>
    public CommandCredentials Credentials { get; } = new(thread);

    /// <summary>The user's profiles.</summary>
    /// <exception cref="Failures.ConversionException">The file cannot be understood.</exception>
    public StoreProfiles Profiles => _profiles.Value;

    /// <summary>The stores for one input and its outputs.</summary>
    /// <param name="source">The input.</param>
    /// <param name="storage">The profile that was named for it; null = by bucket and scheme.</param>
    /// <param name="destinationStorage">The profile that was named for the outputs; null = none in particular.</param>
    /// <exception cref="Failures.ConversionException">A profile that was named does not exist or cannot serve the input.</exception>
    public IMediaStores For(MediaLocation source, string? storage, string? destinationStorage = null)
    {
        bool isPlain = storage is null && destinationStorage is null;
        return new ChosenStores(this, isPlain && source.IsLocal ? null : new StoreChoice(Profiles, source, storage, destinationStorage));
    }

    /// <summary>The store of a profile.</summary>
    public IMediaStore Open(StoreProfile profile) => All().Open(profile);

    /// <summary>The address that a profile's requests go to.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="bucket">The bucket, which may stand in the host's name; null = none.</param>
    public static Uri AddressOf(StoreProfile profile, string? bucket) => MediaStores.AddressOf(profile, bucket);

    /// <summary>The store for a web address.</summary>
    public IMediaStore Web(MediaLocation location) => All().For(location);

    public void Dispose() => _stores?.Dispose();

    // The only place that makes it, so that nothing is loaded for local files.
    private MediaStores All()
    {
        lock (_lock)
        {
            return _stores ??= new MediaStores(Profiles, Credentials);
        }
    }
}
