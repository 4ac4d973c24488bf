using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.PowerShell.Stores;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Removes storage profiles. Buckets, objects and secrets in vaults stay as they are.</summary>
[Cmdlet(VerbsCommon.Remove, "AnimationStorage", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveAnimationStorageCommand : PSCmdlet
{
    /// <summary>The profiles' names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            try
            {
                StoreProfile profile = StoreProfileFile.OfUser.Read().Get(name);
                if (ShouldProcess(profile.Name, "Remove the storage profile"))
                {
                    StoreProfileFile.OfUser.Change(profiles => profiles.Without(name));
                    SessionCredentials.Forget(name);
                }
            }
            catch (ConversionException exception)
            {
                WriteError(ErrorRecords.From(exception, name));
            }
        }
    }
}
