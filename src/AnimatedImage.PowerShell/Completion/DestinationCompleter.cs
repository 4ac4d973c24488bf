using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace AnimatedImage.PowerShell.Completion;

/// <summary>Variables once a brace is open, paths before. Results are quoted, since PowerShell reads a bare brace as a script block.</summary>
internal sealed class DestinationCompleter : IArgumentCompleter
{
    private static readonly (string Name, string Meaning)[] s_variables =
    [
        ("name", "The source's name without extension"),
        ("basename", "The source's name with extension"),
        ("autoext", "The output's extension with its dot"),
        ("ext", "The output's extension without its dot"),
        ("dirname", "The source's folder"),
        ("index", "1 for the first input, 2 for the second, ..."),
        ("width", "Width of the output in pixels"),
        ("height", "Height of the output in pixels"),
        ("template", "The template's name"),
        ("date:yyyy-MM-dd", "Today; any .NET date format"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? string.Empty).Trim('\'', '"');
        int brace = word.LastIndexOf('{');
        if (brace < 0 || word.IndexOf('}', brace) >= 0)
        {
            return CompletionCompleters.CompleteFilename(word);
        }

        string before = word[..brace];
        string begun = word[(brace + 1)..];
        (string Name, string Meaning)[] known = commandName == "Start-AnimationJob" ? [.. s_variables, ("jobid", "The job's id")] : s_variables;
        return known
            .Where(variable => variable.Name.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .Select(variable => new CompletionResult(
                $"'{before.Replace("'", "''", StringComparison.Ordinal)}{{{variable.Name}}}'",
                variable.Name,
                CompletionResultType.ParameterValue,
                variable.Meaning));
    }
}
