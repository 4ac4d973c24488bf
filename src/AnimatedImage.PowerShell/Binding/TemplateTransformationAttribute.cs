using System.Collections;
using AnimatedImage.Templates;

namespace AnimatedImage.PowerShell.Binding;

/// <summary>A template's name, or the template itself. The name is looked up when the cmdlet begins, where failing has an error id of its own.</summary>
internal sealed class TemplateTransformationAttribute : ValueTransformationAttribute
{
    private protected override object? Convert(object value) => value switch
    {
        AnimationTemplate template => new TemplateReference(template),
        string name => new TemplateReference(name),
        IEnumerable several => several.Cast<object?>().Select(each => each is null ? null : Convert(Unwrap(each))).ToArray(),
        _ => value,
    };
}
