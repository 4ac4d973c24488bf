using System.Management.Automation;
using AnimatedImage.Configuration;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Pipeline;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Tells what is configured and where each value comes from.</summary>
[Cmdlet(VerbsCommon.Get, "AnimationConfiguration")]
[OutputType(typeof(AnimationConfiguration))]
[OutputType(typeof(ConfigurationSetting))]
public sealed class GetAnimationConfigurationCommand : PSCmdlet
{
    /// <summary>Settings to return one by one, with wildcards; default: one object with all.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ClearCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            AnimationConfiguration configuration = AnimationConfiguration.Read();
            if (Name is null)
            {
                WriteObject(configuration);
            }

            foreach (string name in Name ?? [])
            {
                Write(configuration, name);
            }
        }
        catch (ConversionException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, null));
        }
    }

    private void Write(AnimationConfiguration configuration, string name)
    {
        WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        ConfigurationSetting[] found = [.. configuration.Settings.Where(setting => pattern.IsMatch(setting.Name))];
        WriteObject(found, enumerateCollection: true);
        if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
        {
            WriteError(ErrorRecords.From(
                new ConversionException(ErrorId.InvalidParameter, FailureKind.Input, $"There is no setting '{name}'.", $"There are {string.Join(", ", AnimationConfiguration.Names)}."),
                name));
        }
    }
}
