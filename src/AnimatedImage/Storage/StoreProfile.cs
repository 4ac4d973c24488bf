namespace AnimatedImage.Storage;

/// <summary>How to reach a store: everything but the secret. Immutable; unset members take the provider's defaults.</summary>
public sealed record StoreProfile
{
    /// <summary>1–64 of letters, digits, <c>-</c>, <c>_</c> and <c>.</c>; compared without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>Whose store it is.</summary>
    public required StoreProvider Provider { get; init; }

    /// <summary>Scheme, host and port, without a bucket; null = made from provider and region.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The region's name as the provider spells it; null = the provider's default or the chain's; COS and OSS have none.</summary>
    public string? Region { get; init; }

    /// <summary>True puts the bucket into the path, false into the host name; null = as the provider wants it.</summary>
    public bool? PathStyle { get; init; }

    /// <summary>When checksums travel; null = as the provider wants it.</summary>
    public ChecksumMode? Checksum { get; init; }

    /// <summary>An HTTP proxy, without user information; null = the system's.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Where the credential is found.</summary>
    public CredentialReference Credential { get; init; } = new();

    /// <summary>True when locations of the provider's scheme use this profile where no other fits.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Bucket names or patterns with <c>*</c> and <c>?</c> that this profile serves before any default; empty = none in particular.</summary>
    public IReadOnlyList<string> Buckets { get; init; } = [];

    /// <summary>The scheme whose locations this profile can serve.</summary>
    public LocationScheme Scheme => Provider switch
    {
        StoreProvider.Cos => LocationScheme.Cos,
        StoreProvider.Oss => LocationScheme.Oss,
        _ => LocationScheme.S3,
    };
}
