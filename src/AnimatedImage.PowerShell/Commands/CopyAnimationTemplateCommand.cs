using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Templates;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Copies a template, a preset too, under another name.</summary>
[Cmdlet(VerbsCommon.Copy, "AnimationTemplate", SupportsShouldProcess = true)]
[OutputType(typeof(AnimationTemplate))]
public sealed class CopyAnimationTemplateCommand : PSCmdlet
{
    /// <summary>The template to copy.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TemplateNameCompleter))]
    public string Name { get; set; } = string.Empty;

    /// <summary>The copy's name.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string NewName { get; set; } = string.Empty;

    /// <summary>Replace a template of the new name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            TemplateLibrary library = TemplateLibrary.OfUser();
            AnimationTemplate copy = library.Find(Name) with { Name = NewName, Created = null, Modified = null };
            library.Check(copy, Force);
            if (ShouldProcess(NewName, $"Copy the template {Name}"))
            {
                WriteObject(library.Add(copy, Force));
            }
        }
        catch (ConversionException exception)
        {
            WriteError(ErrorRecords.From(exception, Name));
        }
    }
}
