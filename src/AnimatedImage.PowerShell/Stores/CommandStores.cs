using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Stores;

/// <summary>
/// The stores of a running cmdlet, or of the job that it leaves behind: the user's profiles, read when the first remote location comes,
/// and what is reached with them. What speaks to stores is not loaded before.
/// </summary>
/// <param name="thread">The pipeline thread, where vaults are asked.</param>
/// <param name="access">What web addresses may be asked.</param>
internal sealed class CommandStores(IPipelineThread thread, WebAccess access) : IMediaStores, IDisposable
{
    private readonly Lazy<StoreProfiles> _profiles = new(() => StoreProfileFile.OfUser.Read());
    private readonly CommandCredentials _credentials = new(thread);
    private readonly Lock _lock = new();
    private MediaStores? _stores;

    /// <summary>The user's profiles.</summary>
    /// <exception cref="Failures.ConversionException">The file cannot be understood.</exception>
    public StoreProfiles Profiles => _profiles.Value;

    /// <summary>The address that a profile's requests go to.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="bucket">The bucket, which may stand in the host's name; null = none.</param>
    public static Uri AddressOf(StoreProfile profile, string? bucket) => MediaStores.AddressOf(profile, bucket);

    public IMediaStore For(MediaLocation location) => All().For(location);

    public IMediaStores Choosing(MediaLocation source, string? storage, string? destinationStorage) =>
        storage is null && destinationStorage is null ? this : All().Choosing(source, storage, destinationStorage);

    /// <summary>The store of a profile.</summary>
    public IMediaStore Open(StoreProfile profile) => All().Open(profile);

    /// <summary>The name of the profile for a location of a request; null where none was named, or the location is local.</summary>
    public string? NameFor(ConversionRequest request, MediaLocation location) =>
        location.IsObject && (request.Storage ?? request.DestinationStorage) is not null
            ? new StoreChoice(Profiles, request.Source!, request.Storage, request.DestinationStorage).For(location).Name
            : null;

    /// <summary>The profiles that a request may need; those that cannot be told yet are left out, for carrying it out will say why.</summary>
    public IEnumerable<StoreProfile> ProfilesOf(ConversionRequest request)
    {
        MediaLocation source = request.Source!;
        bool isRemote = MediaLocation.TryParseUri(request.Destination ?? string.Empty, out MediaLocation? destination) && destination.IsObject;
        if (!source.IsObject && !isRemote)
        {
            return [];
        }

        // A variable in the bucket's place is filled in later: then every profile of the scheme may be meant.
        IEnumerable<StoreProfile> open = isRemote && destination!.Bucket!.Contains('{', StringComparison.Ordinal)
            ? Profiles.All.Where(profile => profile.Scheme == destination.Scheme)
            : [];
        return Known(request, new[] { source, destination }.OfType<MediaLocation>().Where(location => location.IsObject)).Concat(open);
    }

    /// <summary>Looks up credentials in vaults for work that outlives the cmdlet and then has no pipeline thread to ask.</summary>
    /// <param name="profiles">Those that the work may need.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <exception cref="Failures.ConversionException">One cannot be had.</exception>
    public async Task<bool> KeepCredentialsAsync(IEnumerable<StoreProfile> profiles, CancellationToken cancellationToken)
    {
        foreach (StoreProfile profile in profiles.Where(profile => profile.Credential.Kind == CredentialKind.Vault))
        {
            await _credentials.KeepAsync(profile, cancellationToken).ConfigureAwait(false);
        }

        _credentials.LeaveThread();
        return true;
    }

    /// <summary>The same for work that may need any of the profiles.</summary>
    /// <returns>What cannot be had, and why.</returns>
    public async Task<IReadOnlyList<ConversionException>> KeepAllCredentialsAsync(CancellationToken cancellationToken)
    {
        List<ConversionException> failures = [];
        foreach (StoreProfile profile in Profiles.All.Where(profile => profile.Credential.Kind == CredentialKind.Vault))
        {
            try
            {
                await _credentials.KeepAsync(profile, cancellationToken).ConfigureAwait(false);
            }
            catch (ConversionException failure)
            {
                failures.Add(failure);
            }
        }

        _credentials.LeaveThread();
        return failures;
    }

    public void Dispose() => _stores?.Dispose();

    private List<StoreProfile> Known(ConversionRequest request, IEnumerable<MediaLocation> locations)
    {
        List<StoreProfile> found = [];
        foreach (MediaLocation location in locations)
        {
            try
            {
                found.Add(new StoreChoice(Profiles, request.Source!, request.Storage, request.DestinationStorage).For(location));
            }
            catch (ConversionException)
            {
                // The conversion itself tells it.
            }
        }

        return found;
    }

    // The only place that makes it, so that nothing is loaded for local files.
    private MediaStores All()
    {
        lock (_lock)
        {
            return _stores ??= new MediaStores(Profiles, _credentials, access);
        }
    }
}
