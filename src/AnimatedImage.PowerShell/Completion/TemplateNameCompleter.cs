using System.Collections;
using AnimatedImage.Failures;
using AnimatedImage.Templates;

namespace AnimatedImage.PowerShell.Completion;

/// <summary>The names of templates, presets too where they serve; the tool tip says what each is for. Nothing where they cannot be read.</summary>
internal sealed class TemplateNameCompleter : WordCompleter
{
    private protected override IEnumerable<(string Text, string Meaning)> Words(string command, IDictionary? bound)
    {
        bool ownOnly = command.StartsWith("Remove-", StringComparison.OrdinalIgnoreCase);
        return Templates().Where(template => !(ownOnly && template.IsReadOnly)).Select(template => (template.Name, Meaning(template)));
    }

    private static IReadOnlyList<AnimationTemplate> Templates()
    {
        try
        {
            return TemplateLibrary.OfUser().List(out _);
        }
        catch (ConversionException)
        {
            return PresetTemplates.All;
        }
    }

    private static string Meaning(AnimationTemplate template) =>
        template.Description.Length > 0 ? template.Description : $"A template of {string.Join(", ", template.Request.SetParameters())}";
}
