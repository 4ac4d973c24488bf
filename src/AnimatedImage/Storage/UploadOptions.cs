namespace AnimatedImage.Storage;

/// <summary>What is stored with an object.</summary>
public sealed record UploadOptions
{
    /// <summary>True replaces an existing object; false makes it an error, also when two writers race.</summary>
    public bool Overwrite { get; init; }

    /// <summary>The Content-Type.</summary>
    public required string ContentType { get; init; }

    /// <summary>The Cache-Control header; null = none.</summary>
    public string? CacheControl { get; init; }

    /// <summary>The user's metadata, names without the protocol's prefix.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>The object's tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The storage class as the store spells it; null = the bucket's default.</summary>
    public string? StorageClass { get; init; }
}
