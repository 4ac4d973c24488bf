namespace AnimatedImage.Storage;

/// <summary>Finds the credential that a profile refers to, for the kinds that the SDK's own chain does not cover.</summary>
public interface ICredentialSource
{
    /// <summary>The credential of a profile whose reference is <see cref="CredentialKind.Session"/> or <see cref="CredentialKind.Vault"/>.</summary>
    /// <exception cref="Failures.ConversionException"><see cref="Failures.ErrorId.CredentialNotFound"/> when it cannot be had.</exception>
    ValueTask<StoreCredential> FindAsync(StoreProfile profile, CancellationToken cancellationToken);
}
