namespace AnimatedImage.Storage;

/// <summary>Finds the store that serves a location. Stores are made at first use and kept.</summary>
public interface IMediaStores
{
    /// <summary>The store for a location: by the profile that its bucket or scheme belongs to; web addresses have one of their own.</summary>
    /// <exception cref="Failures.ConversionException">No profile fits, or its credential cannot be had.</exception>
    IMediaStore For(MediaLocation location);

    /// <summary>The same stores for one conversion whose profiles the user named.</summary>
    /// <param name="source">The conversion's source.</param>
    /// <param name="storage">The profile that the source is reached with; null = as <see cref="For"/> chooses.</param>
    /// <param name="destinationStorage">The profile that outputs are written with; null = none in particular, see <see cref="StoreChoice"/>.</param>
    /// <exception cref="Failures.ConversionException">A profile does not exist or cannot serve the source.</exception>
    IMediaStores Choosing(MediaLocation source, string? storage, string? destinationStorage) => storage is null && destinationStorage is null
        ? this
        : throw new Failures.ConversionException(
            Failures.ErrorId.StorageNotFound, Failures.FailureKind.Input, $"There is no storage profile '{storage ?? destinationStorage}' here.", "Leave it out.");
}
