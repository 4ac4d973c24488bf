using System.ComponentModel;
using System.Management.Automation;
using AnimatedImage.Requests;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Base of the cmdlets that make and change templates: a request's parameters and what a template has besides.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TemplateRequestCommand : RequestCommand
{
    private protected TemplateRequestCommand()
    {
    }

    /// <summary>What the template is for.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>Words to find it by.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? Tag { get; set; }

    /// <summary>Leave a destination alone that was made from the same source with the same settings.</summary>
    [Parameter]
    public SwitchParameter SkipExisting { get; set; }

    /// <summary>Use this template where a conversion names none.</summary>
    [Parameter]
    public SwitchParameter Default { get; set; }

    /// <summary>True when the parameter was typed.</summary>
    private protected bool IsBound(string name) => MyInvocation.BoundParameters.ContainsKey(name);

    /// <summary>The request as typed; a relative destination stays one and counts from where the template is used.</summary>
    private protected override ConversionRequest ReadRequest() => base.ReadRequest() with { SkipExisting = SkipExisting };
}
