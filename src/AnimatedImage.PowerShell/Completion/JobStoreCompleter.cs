using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AnimatedImage.Jobs;
using AnimatedImage.PowerShell.Jobs;

namespace AnimatedImage.PowerShell.Completion;

/// <summary>Base of the completers over what the job store holds; nothing where it cannot be asked in a moment.</summary>
internal abstract class JobStoreCompleter : IArgumentCompleter
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

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
        string? typed = fakeBoundParameters?["JobStore"] as string;
        return Read(typed, typed is null ? string.Empty : CurrentFolder())
            .Where(choice => pattern.IsMatch(choice.Text))
            .Select(choice => new CompletionResult(choice.Text, choice.Text, CompletionResultType.ParameterValue, choice.Meaning));
    }

    /// <summary>What to offer, in this order.</summary>
    private protected abstract Task<IReadOnlyList<(string Text, string Meaning)>> ReadAsync(IJobStore store, CancellationToken stopped);

    private static string CurrentFolder()
    {
        using System.Management.Automation.PowerShell session = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        session.AddCommand(@"Microsoft.PowerShell.Management\Get-Location").AddParameter("PSProvider", "FileSystem");
        return session.Invoke<PathInfo>().FirstOrDefault()?.ProviderPath ?? Environment.CurrentDirectory;
    }

    private IReadOnlyList<(string Text, string Meaning)> Read(string? typed, string folder)
    {
        using CancellationTokenSource limit = new(s_patience);
        try
        {
            return Task.Run(() => OpenAndReadAsync(typed, folder, limit.Token)).WaitAsync(limit.Token).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is Failures.ConversionException or OperationCanceledException or ArgumentException)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<(string Text, string Meaning)>> OpenAndReadAsync(string? typed, string folder, CancellationToken stopped)
    {
        JobStoreSetting setting = JobStoreChoice.Of(typed, path => Path.GetFullPath(path, folder));
        JobStore store = await JobStore.OpenAsync(setting, null, stopped).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            return await ReadAsync(store, stopped).ConfigureAwait(false);
        }
    }
}
