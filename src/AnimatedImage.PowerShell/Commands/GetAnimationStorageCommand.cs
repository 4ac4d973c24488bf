using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Tells which storage profiles there are; asks no store.</summary>
[Cmdlet(VerbsCommon.Get, "AnimationStorage")]
[OutputType(typeof(StoreProfile))]
public sealed class GetAnimationStorageCommand : PSCmdlet
{
    /// <summary>Names, with wildcards; default: all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            StoreProfiles profiles = StoreProfileFile.OfUser.Read();
            foreach (string name in Name)
            {
                Write(profiles, name);
            }
        }
        catch (ConversionException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, Name));
        }
    }

    private void Write(StoreProfiles profiles, string name)
    {
        if (WildcardPattern.ContainsWildcardCharacters(name))
        {
            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            WriteObject(profiles.All.Where(profile => pattern.IsMatch(profile.Name)), enumerateCollection: true);
            return;
        }

        try
        {
            WriteObject(profiles.Get(name));
        }
        catch (ConversionException exception)
        {
            WriteError(ErrorRecords.From(exception, name));
        }
    }
}
