using AnimatedImage.Configuration;
using AnimatedImage.Failures;

namespace AnimatedImage.Templates;

/// <summary>Which template a call uses: the one it names, else the one configured, else none. Immutable.</summary>
public sealed record TemplateChoice
{
    private TemplateChoice()
    {
    }

    /// <summary>The template; null = none.</summary>
    public AnimationTemplate? Template { get; private init; }

    /// <summary>What names the template as the default: a file or an environment variable; null where the call names it.</summary>
    public string? DefaultBy { get; private init; }

    /// <summary>Chooses, and checks the rules on a template that was given as an object.</summary>
    /// <param name="named">What the call names; null = nothing.</param>
    /// <param name="isRefused">True when the call wants no template, whatever is configured.</param>
    /// <exception cref="ConversionException">The template or the configuration cannot be used, or a template is named and refused at once.</exception>
    public static TemplateChoice Make(TemplateReference? named, bool isRefused)
    {
        if (isRefused)
        {
            return named is null ? new TemplateChoice() : throw new ConversionException(
                ErrorId.ContradictoryParameters,
                FailureKind.Input,
                "Template and NoTemplate exclude each other.",
                "Leave one of them out.");
        }

        if (named is not null)
        {
            AnimationTemplate template = TemplateLibrary.OfUser().Find(named);
            TemplateRules.ThrowIfUnsound(template);
            return new TemplateChoice { Template = template };
        }

        ConfigurationSetting setting = AnimationConfiguration.Read()[nameof(AnimationConfiguration.DefaultTemplate)];
        return setting.Value is { } name ? new TemplateChoice { Template = FindDefault(name, setting.Source!), DefaultBy = setting.Source } : new TemplateChoice();
    }

    private static AnimationTemplate FindDefault(string name, string source)
    {
        try
        {
            return TemplateLibrary.OfUser().Find(name);
        }
        catch (ConversionException exception) when (exception.ErrorId == ErrorId.TemplateNotFound)
        {
            throw new ConversionException(
                exception.ErrorId,
                exception.Kind,
                $"There is no template '{name}', which {source} names as the default.",
                "Set another with Set-AnimationConfiguration -DefaultTemplate, unset it, or refuse it with NoTemplate.",
                exception);
        }
    }
}
