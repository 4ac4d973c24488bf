using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AnimatedImage.Configuration;
using AnimatedImage.PowerShell.Commands;

namespace AnimatedImage.PowerShell.Completion;

/// <summary>What <c>-Clear</c> can unset.</summary>
internal sealed class ClearCompleter : IArgumentCompleter
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
        IReadOnlyList<string> names = commandName.EndsWith("Template", StringComparison.OrdinalIgnoreCase)
            ? SetAnimationTemplateCommand.Clearable
            : AnimationConfiguration.Names;
        return names
            .Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult(name, name, CompletionResultType.ParameterValue, $"Unset {name}"));
    }
}
