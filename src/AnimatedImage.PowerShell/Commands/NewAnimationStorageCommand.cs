using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Makes a storage profile: how a store is reached and where its credential is found.</summary>
[Cmdlet(VerbsCommon.New, "AnimationStorage", DefaultParameterSetName = ChainSet, SupportsShouldProcess = true)]
[OutputType(typeof(StoreProfile))]
public sealed class NewAnimationStorageCommand : StorageSettingsCommand
{
    /// <summary>The profile's name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    /// <summary>Whose store it is.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public StoreProvider Provider { get; set; }

    /// <summary>Replace a profile of this name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            Checked(Made());
            if (StoreProfileFile.OfUser.Read().Find(Name) is not null && !Force)
            {
                throw Exists();
            }

            if (ShouldProcess(Name, "Make the storage profile"))
            {
                WriteObject(Save(Name, profiles => profiles.Find(Name) is null || Force ? Made() : throw Exists()));
            }
        }
        catch (ConversionException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, Name));
        }
    }

    private StoreProfile Made() => Apply(new StoreProfile { Name = Name, Provider = Provider });

    private ConversionException Exists() => new(
        ErrorId.StorageExists,
        FailureKind.Input,
        $"There is a storage profile '{Name}' already.",
        "Change it with Set-AnimationStorage, replace it with -Force, or choose another name.");
}
