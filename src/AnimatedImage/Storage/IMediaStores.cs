namespace AnimatedImage.Storage;

/// <summary>Finds the store that serves a location. Stores are made at first use and kept.</summary>
public interface IMediaStores
{
    /// <summary>The store for a location: by the profile that its bucket or scheme belongs to; web addresses have one of their own.</summary>
    /// <exception cref="Failures.ConversionException">No profile fits, or its credential cannot be had.</exception>
    IMediaStore For(MediaLocation location);
}
