using System.Collections.Concurrent;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Stores;

/// <summary>
/// Finds credentials for a running cmdlet: of the session at once, of a vault by SecretManagement on the pipeline thread, which may
/// ask the user to unlock it.
/// </summary>
/// <param name="thread">The pipeline thread.</param>
internal sealed class CommandCredentials(IPipelineThread thread) : ICredentialSource
{
    private readonly ConcurrentDictionary<string, StoreCredential> _kept = new(StringComparer.OrdinalIgnoreCase);

    public async ValueTask<StoreCredential> FindAsync(StoreProfile profile, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(profile.Name, out StoreCredential? kept))
        {
            return kept;
        }

        return profile.Credential.Kind == CredentialKind.Vault
            ? await thread.CallAsync(command => VaultSecret.Read(command, profile)).WaitAsync(cancellationToken).ConfigureAwait(false)
            : SessionCredentials.Find(profile.Name) ?? throw new ConversionException(
                ErrorId.CredentialNotFound,
                FailureKind.Input,
                $"The credential of the storage profile '{profile.Name}' was given to another session and ended with it.",
                $"Give it to this one: Set-AnimationStorage {profile.Name} -Credential (Get-Credential). To have it in every session, keep it in a vault: -SecretName.");
    }

    /// <summary>Looks a credential up now and keeps it, for work that outlives the cmdlet and so has no pipeline thread to ask.</summary>
    public async Task KeepAsync(StoreProfile profile, CancellationToken cancellationToken)
    {
        if (profile.Credential.Kind is CredentialKind.Vault or CredentialKind.Session)
        {
            _kept[profile.Name] = await FindAsync(profile, cancellationToken).ConfigureAwait(false);
        }
    }
}
