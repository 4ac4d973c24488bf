namespace AnimatedImage.Storage;

/// <summary>
/// An object that a listing found, or a folder of objects, with the profile it was reached by; pipes into everything that takes a path.
/// Immutable.
/// </summary>
public sealed record StorageItem
{
    /// <summary>Where it is.</summary>
    public required MediaLocation Location { get; init; }

    /// <summary>The profile it was listed with; null when that came from the environment alone.</summary>
    public string? Storage { get; init; }

    /// <summary>True for a folder: a prefix of keys up to and with a <c>/</c>, which has neither bytes nor time of its own.</summary>
    public bool IsFolder { get; init; }

    /// <summary>The bucket.</summary>
    public string Bucket => Location.Bucket!;

    /// <summary>The key in the bucket.</summary>
    public string Key => Location.Key!;

    /// <summary>The last segment of the key, a folder's without the slash.</summary>
    public string Name => IsFolder ? Key.Split('/')[^2] : Location.Name;

    /// <summary>Its size in bytes; 0 for a folder.</summary>
    public required long Bytes { get; init; }

    /// <summary>When it was last written; null where the store does not say.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>The store's version mark without quotes; null where the store gives none.</summary>
    public string? ETag { get; init; }

    /// <summary>Its storage class as the store spells it; null = the standard one or unknown.</summary>
    public string? StorageClass { get; init; }

    /// <summary>The location as text.</summary>
    public override string ToString() => Location.ToString();
}
