using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Templates;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Removes own templates, damaged ones too. What was made with them stays.</summary>
[Cmdlet(VerbsCommon.Remove, "AnimationTemplate", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveAnimationTemplateCommand : PSCmdlet
{
    /// <summary>Names, with wildcards, which leave presets out.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TemplateNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            try
            {
                TemplateLibrary library = TemplateLibrary.OfUser();
                foreach (string found in Expand(library, name))
                {
                    Remove(library, found);
                }
            }
            catch (ConversionException exception)
            {
                WriteError(ErrorRecords.From(exception, name));
            }
        }
    }

    private static IEnumerable<string> Expand(TemplateLibrary library, string name)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name))
        {
            return [name];
        }

        WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        return [.. library.List(out _).Where(template => !template.IsReadOnly && pattern.IsMatch(template.Name)).Select(template => template.Name)];
    }

    private void Remove(TemplateLibrary library, string name)
    {
        library.CheckRemovable(name);
        if (ShouldProcess(name, "Remove the template"))
        {
            library.Remove(name);

            // Conversions that name no template would fail on it otherwise; a preset of the same name would take its place.
            if (DefaultTemplate.Mark(this, name, isDefault: false))
            {
                WriteWarning($"'{name}' was the default template; conversions that name no template now use none.");
            }
        }
    }
}
