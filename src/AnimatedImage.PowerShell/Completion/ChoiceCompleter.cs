using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace AnimatedImage.PowerShell.Completion;

/// <summary>Base of the completers over a fixed list; the tool tip says what each value means.</summary>
/// <param name="choices">What to offer, in this order.</param>
internal abstract class ChoiceCompleter(params (string Text, string Meaning)[] choices) : IArgumentCompleter
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
        WildcardPattern pattern = new(WildcardPattern.Escape(word) + "*", WildcardOptions.IgnoreCase);
        return choices
            .Where(choice => pattern.IsMatch(choice.Text))
            .Select(choice => new CompletionResult(choice.Text, choice.Text, CompletionResultType.ParameterValue, choice.Meaning));
    }
}
