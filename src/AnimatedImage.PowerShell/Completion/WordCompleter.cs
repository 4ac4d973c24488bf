using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace AnimatedImage.PowerShell.Completion;

/// <summary>Base of the completers that offer words: those that begin with what is typed, in any case; the tool tip says what each means.</summary>
internal abstract class WordCompleter : IArgumentCompleter
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
        return Words(commandName, fakeBoundParameters)
            .Where(each => each.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(each => new CompletionResult(Quoted(each.Text), each.Text, CompletionResultType.ParameterValue, each.Meaning));
    }

    /// <summary>What to offer, in this order.</summary>
    /// <param name="command">The cmdlet whose argument it is.</param>
    /// <param name="bound">The parameters that stand on the line already.</param>
    private protected abstract IEnumerable<(string Text, string Meaning)> Words(string command, IDictionary? bound);

    // A name may begin with a dash, which PowerShell would take for a parameter.
    private static string Quoted(string text) => text.StartsWith('-') ? $"'{text}'" : text;
}
