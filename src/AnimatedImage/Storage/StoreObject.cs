namespace AnimatedImage.Storage;

/// <summary>An object as its store describes it. Immutable.</summary>
public sealed record StoreObject
{
    /// <summary>Where it is.</summary>
    public required MediaLocation Location { get; init; }

    /// <summary>The last segment of its key, a folder's without the slash.</summary>
    public string Name => IsFolder ? Location.Key!.Split('/')[^2] : Location.Name;

    /// <summary>True for no object but a prefix that others share, up to and with its last <c>/</c>; nothing else is known of it.</summary>
    public bool IsFolder { get; init; }

    /// <summary>Its size in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The store's version mark without quotes; null where the store gives none.</summary>
    public string? ETag { get; init; }

    /// <summary>When it was last written; null where the store does not say.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>Its Content-Type; null in listings.</summary>
    public string? ContentType { get; init; }

    /// <summary>Its storage class as the store spells it; null = the standard one or unknown.</summary>
    public string? StorageClass { get; init; }

    /// <summary>The user's metadata, names in lower case without the protocol's prefix; empty in listings.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
