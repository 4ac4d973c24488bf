namespace AnimatedImage.Templates;

/// <summary>A template as a call names it: by its name, to be looked up when it is used, or as the template itself. Immutable.</summary>
public sealed record TemplateReference
{
    /// <summary>Names a template.</summary>
    public TemplateReference(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
    }

    /// <summary>Holds a template.</summary>
    public TemplateReference(AnimationTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        Name = template.Name;
        Template = template;
    }

    /// <summary>The template's name.</summary>
    public string Name { get; }

    /// <summary>The template, where it was given itself.</summary>
    public AnimationTemplate? Template { get; }

    /// <summary>The template's name.</summary>
    public override string ToString() => Name;
}
