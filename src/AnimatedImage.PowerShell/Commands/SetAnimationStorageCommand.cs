using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Changes storage profiles: what was typed, and nothing else.</summary>
[Cmdlet(VerbsCommon.Set, "AnimationStorage", DefaultParameterSetName = ChainSet, SupportsShouldProcess = true)]
[OutputType(typeof(StoreProfile))]
public sealed class SetAnimationStorageCommand : StorageSettingsCommand
{
    /// <summary>The profiles' names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Whose store it is.</summary>
    [Parameter]
    public StoreProvider? Provider { get; set; }

    /// <summary>Return the changed profile.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            try
            {
                StoreProfile before = StoreProfileFile.OfUser.Read().Get(name);
                Checked(Changed(before));
                if (ShouldProcess(before.Name, "Change the storage profile"))
                {
                    StoreProfile changed = Save(before.Name, profiles => Changed(profiles.Get(name)));
                    if (PassThru)
                    {
                        WriteObject(changed);
                    }
                }
            }
            catch (ConversionException exception)
            {
                WriteError(ErrorRecords.From(exception, name));
            }
        }
    }

    private StoreProfile Changed(StoreProfile profile) => Apply(profile with { Provider = Provider ?? profile.Provider });
}
