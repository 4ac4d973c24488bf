using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Templates;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Tells which templates there are, presets and own.</summary>
[Cmdlet(VerbsCommon.Get, "AnimationTemplate")]
[OutputType(typeof(AnimationTemplate))]
public sealed class GetAnimationTemplateCommand : PSCmdlet
{
    /// <summary>Names, with wildcards; default: all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TemplateNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Only templates with one of these tags, with wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Tag { get; set; } = ["*"];

    /// <summary>Only the template that is used where a conversion names none.</summary>
    [Parameter]
    public SwitchParameter Default { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            TemplateLibrary library = TemplateLibrary.OfUser();
            foreach (string name in Name)
            {
                Write(library, name);
            }
        }
        catch (ConversionException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, Name));
        }
    }

    private void Write(TemplateLibrary library, string name)
    {
        try
        {
            if (!WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteObject(new[] { library.Find(name) }.Where(IsWanted), enumerateCollection: true);
                return;
            }

            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            IReadOnlyList<AnimationTemplate> templates = library.List(out IReadOnlyList<ConversionException> failures);
            WriteObject(templates.Where(template => pattern.IsMatch(template.Name) && IsWanted(template)), enumerateCollection: true);
            foreach (ConversionException failure in failures)
            {
                WriteError(ErrorRecords.From(failure, name));
            }
        }
        catch (ConversionException exception)
        {
            WriteError(ErrorRecords.From(exception, name));
        }
    }

    private bool IsWanted(AnimationTemplate template)
    {
        if (Default && !template.IsDefault)
        {
            return false;
        }

        return !MyInvocation.BoundParameters.ContainsKey(nameof(Tag))
            || Tag.Select(tag => WildcardPattern.Get(tag, WildcardOptions.IgnoreCase)).Any(pattern => template.Tags.Any(pattern.IsMatch));
    }
}
