using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Completion;

/// <summary>The names of the user's storage profiles; nothing where they cannot be read. Asks no store.</summary>
internal sealed class StorageNameCompleter : IArgumentCompleter
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
        return Profiles()
            .Where(profile => pattern.IsMatch(profile.Name))
            .Select(profile => new CompletionResult(profile.Name, profile.Name, CompletionResultType.ParameterValue, Describe(profile)));
    }

    private static IReadOnlyList<StoreProfile> Profiles()
    {
        try
        {
            return StoreProfileFile.OfUser.Read().All;
        }
        catch (ConversionException)
        {
            return [];
        }
    }

    private static string Describe(StoreProfile profile) =>
        string.Join(", ", new[] { profile.Provider.ToString(), profile.Endpoint?.Authority, profile.Region }.OfType<string>());
}
