using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AnimatedImage.Failures;
using AnimatedImage.Templates;

namespace AnimatedImage.PowerShell.Completion;

/// <summary>The names of templates, presets too where they serve; the tool tip says what each is for. Nothing where they cannot be read.</summary>
internal sealed class TemplateNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? string.Empty).Trim('\'', '"');
        bool ownOnly = commandName.StartsWith("Remove-", StringComparison.OrdinalIgnoreCase);
        return Templates()
            .Where(template => template.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase) && !(ownOnly && template.IsReadOnly))
            .Select(template => new CompletionResult(Quoted(template.Name), template.Name, CompletionResultType.ParameterValue, Meaning(template)));
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

    // A name may begin with a dash, which PowerShell would take for a parameter.
    private static string Quoted(string name) => name[0] == '-' ? $"'{name}'" : name;

    private static string Meaning(AnimationTemplate template) =>
        template.Description.Length > 0 ? template.Description : $"A template of {string.Join(", ", template.Request.SetParameters())}";
}
