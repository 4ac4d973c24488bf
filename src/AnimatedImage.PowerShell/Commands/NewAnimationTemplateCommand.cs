using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Templates;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Makes a template: a conversion request with a name.</summary>
[Cmdlet(VerbsCommon.New, "AnimationTemplate", SupportsShouldProcess = true)]
[OutputType(typeof(AnimationTemplate))]
public sealed class NewAnimationTemplateCommand : TemplateRequestCommand
{
    /// <summary>The template's name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    /// <summary>Replace a template of this name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            TemplateLibrary library = TemplateLibrary.OfUser();
            AnimationTemplate template = new()
            {
                Name = Name,
                Description = Description ?? "",
                Tags = Tag ?? [],
                Request = ReadRequest(),
            };
            library.Check(template, Force);
            if (!ShouldProcess(Name, "Make the template"))
            {
                return;
            }

            library.Add(template, Force);
            if (IsBound(nameof(Default)))
            {
                DefaultTemplate.Mark(this, Name, Default);
            }

            WriteObject(TemplateLibrary.OfUser().Find(Name));
        }
        catch (ConversionException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, Name));
        }
    }
}
