namespace AnimatedImage.Storage;

/// <summary>Where a credential comes from; the credential itself is never part of a profile.</summary>
public enum CredentialKind
{
    /// <summary>The SDK's own chain: environment, shared profile files, container and instance roles.</summary>
    Chain,

    /// <summary>Given to this session as a PSCredential; forgotten when it ends.</summary>
    Session,

    /// <summary>A secret in a SecretManagement vault, looked up when it is needed.</summary>
    Vault,

    /// <summary>None: requests are not signed, for public buckets.</summary>
    Anonymous,
}
