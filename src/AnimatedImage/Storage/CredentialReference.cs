namespace AnimatedImage.Storage;

/// <summary>Says where a credential is found, never what it is, so that it may be stored, shown and logged. Immutable.</summary>
public sealed record CredentialReference
{
    /// <summary>Where it comes from; default <see cref="CredentialKind.Chain"/>.</summary>
    public CredentialKind Kind { get; init; } = CredentialKind.Chain;

    /// <summary>For <see cref="CredentialKind.Chain"/>: a profile of the SDK's shared files; null = the chain's own order.</summary>
    public string? ChainProfile { get; init; }

    /// <summary>For <see cref="CredentialKind.Vault"/>: the vault; null = the default vault.</summary>
    public string? Vault { get; init; }

    /// <summary>For <see cref="CredentialKind.Vault"/>: the secret's name.</summary>
    public string? SecretName { get; init; }

    /// <summary>The reference as it may be shown: <c>Vault backup/cos-key</c>.</summary>
    public override string ToString() => Kind switch
    {
        CredentialKind.Vault => $"Vault {Vault ?? "(default)"}/{SecretName}",
        CredentialKind.Chain when ChainProfile is not null => $"Chain {ChainProfile}",
        _ => Kind.ToString(),
    };
}
