using System.Management.Automation;
using AnimatedImage.Configuration;
using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Jobs;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Templates;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Changes what is configured for every call of this user: what was typed, and nothing else.</summary>
[Cmdlet(VerbsCommon.Set, "AnimationConfiguration", SupportsShouldProcess = true)]
[OutputType(typeof(AnimationConfiguration))]
public sealed class SetAnimationConfigurationCommand : PSCmdlet
{
    /// <summary>The ffmpeg program or its folder.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FFmpegPath { get; set; }

    /// <summary>The template of conversions that name none.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TemplateNameCompleter))]
    public string? DefaultTemplate { get; set; }

    /// <summary>The job store: a file, or the address of a PostgreSQL database without its password.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JobStore { get; set; }

    /// <summary>A folder for what was read from a store and no longer fits into memory.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SpillFolder { get; set; }

    /// <summary>Settings to unset again, by their names.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ClearCompleter))]
    public string[] Clear { get; set; } = [];

    /// <summary>Return what is in force afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            Dictionary<string, string?> changes = Changes();
            string what = string.Join(", ", changes.Select(change => change.Value is null ? $"{change.Key} unset" : $"{change.Key} = {change.Value}"));
            AnimationConfiguration configuration = AnimationConfiguration.Read();
            if (changes.Count > 0 && ShouldProcess(configuration.Path, $"Configure {what}"))
            {
                configuration = AnimationConfiguration.Change(changes);
                foreach (ConfigurationSetting setting in configuration.Settings.Where(setting => changes.ContainsKey(setting.Name) && setting.Origin == ConfigurationOrigin.Environment))
                {
                    WriteWarning($"The environment variable {setting.Variable} wins over what is configured now.");
                }
            }

            if (PassThru)
            {
                WriteObject(configuration);
            }
        }
        catch (ConversionException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, exception.ErrorId == ErrorId.TemplateNotFound ? DefaultTemplate : FFmpegPath));
        }
    }

    // A setting that does not work is told now and not by the next conversion.
    private Dictionary<string, string?> Changes()
    {
        Dictionary<string, string?> changes = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in Clear)
        {
            string known = AnimationConfiguration.Names.FirstOrDefault(setting => setting.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new ConversionException(ErrorId.InvalidParameter, FailureKind.Input, $"There is no setting '{name}'.", $"Give some of {string.Join(", ", AnimationConfiguration.Names)}.");
            if (MyInvocation.BoundParameters.ContainsKey(known))
            {
                throw new ConversionException(ErrorId.ContradictoryParameters, FailureKind.Input, $"{known} cannot be set and cleared at once.", $"Leave out -{known}, or take it out of -Clear.");
            }

            changes[known] = null;
        }

        if (FFmpegPath is not null)
        {
            string path = new PathResolver(this).Literal(FFmpegPath).Path;
            FFmpegLocator.Find(path);
            changes[nameof(FFmpegPath)] = path;
        }

        if (DefaultTemplate is not null)
        {
            changes[nameof(DefaultTemplate)] = TemplateLibrary.OfUser().Find(DefaultTemplate).Name;
        }

        if (JobStore is not null)
        {
            changes[nameof(JobStore)] = JobStoreChoice.Text(JobStore, path => new PathResolver(this).Literal(path).Path);
        }

        if (SpillFolder is not null)
        {
            string folder = new PathResolver(this).Literal(SpillFolder).Path;
            changes[nameof(SpillFolder)] = Directory.Exists(folder)
                ? folder
                : throw new ConversionException(ErrorId.PathNotFound, FailureKind.Input, $"There is no folder '{folder}'.", "Make it first, on a disk with a few gigabytes to spare.");
        }

        return changes;
    }
}
