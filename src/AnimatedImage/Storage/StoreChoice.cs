using AnimatedImage.Failures;

namespace AnimatedImage.Storage;

/// <summary>
/// Which profiles serve one conversion: its source by the profile that was named for it, its outputs by the one that was named for
/// them. Where none was named, an output in the source's bucket is reached as the source is; one elsewhere by its bucket's profile,
/// then by the source's, then by the default of its scheme. Immutable.
/// </summary>
public sealed class StoreChoice
{
    private readonly StoreProfiles _profiles;
    private readonly MediaLocation _source;
    private readonly StoreProfile? _forSource;
    private readonly StoreProfile? _forOutputs;

    /// <summary>Chooses.</summary>
    /// <param name="profiles">All profiles.</param>
    /// <param name="source">The source.</param>
    /// <param name="storage">The name of the profile for the source; null = by bucket and scheme.</param>
    /// <param name="destinationStorage">The name of the profile for the outputs; null = as described above.</param>
    /// <exception cref="ConversionException">
    /// <see cref="ErrorId.StorageNotFound"/>, or <see cref="ErrorId.ContradictoryParameters"/> for a profile that cannot serve the source.
    /// </exception>
    public StoreChoice(StoreProfiles profiles, MediaLocation source, string? storage, string? destinationStorage = null)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        ArgumentNullException.ThrowIfNull(source);
        _profiles = profiles;
        _source = source;
        _forSource = storage is null ? null : profiles.Get(storage);
        _forOutputs = destinationStorage is null ? null : profiles.Get(destinationStorage);
        if (_forSource is { } named && source.IsObject && named.Scheme != source.Scheme)
        {
            throw new ConversionException(
                ErrorId.ContradictoryParameters,
                FailureKind.Input,
                $"The storage profile '{named.Name}' serves {named.Scheme.ToString().ToLowerInvariant()}:// and cannot reach '{source}'.",
                "Leave -Storage out, or name a profile of the source's scheme.");
        }
    }

    /// <summary>The profile for the source or an output of the conversion.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.StorageNotFound"/> when none serves it.</exception>
    public StoreProfile For(MediaLocation location)
    {
        ArgumentNullException.ThrowIfNull(location);
        if (location == _source)
        {
            return _forSource ?? _profiles.For(location);
        }

        if (Fits(_forOutputs, location))
        {
            return _forOutputs!;
        }

        bool isBeside = _source.IsObject && location.Scheme == _source.Scheme && location.Bucket == _source.Bucket;
        return isBeside ? For(_source)
            : _profiles.ForBucket(location) ?? (Fits(_forSource, location) ? _forSource! : _profiles.For(location));
    }

    private static bool Fits(StoreProfile? profile, MediaLocation location) => profile is not null && profile.Scheme == location.Scheme;
}
