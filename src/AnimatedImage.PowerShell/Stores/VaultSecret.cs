using System.Collections;
using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Stores;

/// <summary>Credentials and passwords out of a vault of Microsoft.PowerShell.SecretManagement.</summary>
internal static class VaultSecret
{
    private const string Command = @"Microsoft.PowerShell.SecretManagement\Get-Secret";

    // Neither verbose nor debug: what a vault extension says there is not ours to show.
    private const string Script = """
        param($Arguments)
        Microsoft.PowerShell.SecretManagement\Get-Secret @Arguments -ErrorAction Stop -Verbose:$false -Debug:$false
        """;

    /// <summary>Reads the secret that a profile refers to; on the pipeline thread.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.CredentialNotFound"/></exception>
    public static StoreCredential Read(PSCmdlet command, StoreProfile profile)
    {
        string owner = $"The credential of the storage profile '{profile.Name}'";
        return SecretReader.Read(Find(command, profile.Credential, owner)) ?? throw NotFound(
            owner,
            profile.Credential,
            "the secret holds no access key.",
            "Store a PSCredential (user name = access key, password = secret key), or a hashtable or JSON text with AccessKey, SecretKey and, for temporary keys, SessionToken.");
    }

    /// <summary>Reads the password of the job store's database; on the pipeline thread.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.CredentialNotFound"/></exception>
    public static string ReadPassword(PSCmdlet command, CredentialReference reference)
    {
        const string owner = "The password of the job store";
        return SecretReader.ReadPassword(Find(command, reference, owner)) ?? throw NotFound(
            owner,
            reference,
            "the secret holds no password.",
            "Store the password as a text, a SecureString or a PSCredential.");
    }

    private static object Find(PSCmdlet command, CredentialReference reference, string owner)
    {
        if (command.InvokeCommand.GetCommand(Command, CommandTypes.Cmdlet | CommandTypes.Function) is null)
        {
            throw NotFound(
                owner,
                reference,
                "the module Microsoft.PowerShell.SecretManagement is not installed.",
                "Install it and a vault: Install-PSResource Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore.");
        }

        Hashtable arguments = new() { ["Name"] = reference.SecretName };
        if (reference.Vault is { } vault)
        {
            arguments["Vault"] = vault;
        }

        object[] found;
        try
        {
            found = [.. command.InvokeCommand.InvokeScript(Script, arguments).Where(item => item is not null).Select(item => item.BaseObject)];
        }
        catch (RuntimeException exception) when (exception is not PipelineStoppedException)
        {
            // The cause is told in words only: the record of a vault's error may hold what it worked on.
            throw NotFound(owner, reference, exception.Message, "Check Get-SecretInfo and Get-SecretVault; a locked vault is opened with Unlock-SecretStore.");
        }

        return found.Length == 1 ? found[0] : throw NotFound(owner, reference, "there is no such secret.", "Check Get-SecretInfo.");
    }

    private static ConversionException NotFound(string owner, CredentialReference reference, string why, string advice) => new(
        ErrorId.CredentialNotFound,
        FailureKind.Input,
        $"{owner} ({reference}) cannot be read: {why}",
        advice);
}
