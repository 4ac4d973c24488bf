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
    private volatile bool _hasThread = true;

    public async ValueTask<StoreCredential> FindAsync(StoreProfile profile, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(profile.Name, out StoreCredential? kept))
        {
            return kept;
        }

        return profile.Credential.Kind == CredentialKind.Vault
            ? await AskAsync(profile).WaitAsync(cancellationToken).ConfigureAwait(false)
            : SessionCredentials.Find(profile.Name) ?? throw new ConversionException(
                ErrorId.CredentialNotFound,
                FailureKind.Input,
                $"The credential of the storage profile '{profile.Name}' was given to another session and ended with it.",
                $"Give it to this one: Set-AnimationStorage {profile.Name} -Credential (Get-Credential). To have it in every session, keep it in a vault: -SecretName.");
    }

    /// <summary>Looks a credential up now and keeps it, for work that outlives the cmdlet.</summary>
    public async Task KeepAsync(StoreProfile profile, CancellationToken cancellationToken) =>
        _kept[profile.Name] = await FindAsync(profile, cancellationToken).ConfigureAwait(false);

    /// <summary>From now on there is no pipeline thread to ask.</summary>
    public void LeaveThread() => _hasThread = false;

    private Task<StoreCredential> AskAsync(StoreProfile profile) => _hasThread
        ? thread.CallAsync(command => VaultSecret.Read(command, profile))
        : throw new ConversionException(
            ErrorId.CredentialNotFound,
            FailureKind.Input,
            $"The credential of the storage profile '{profile.Name}' ({profile.Credential}) was not read before the job began.",
            "Name the profile with -Storage or -DestinationStorage, or convert without -AsJob.");
}
