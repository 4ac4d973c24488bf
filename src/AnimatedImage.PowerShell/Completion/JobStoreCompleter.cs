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
        return Read(commandName, typed, typed is null ? string.Empty : CurrentFolder())
            .Where(choice => pattern.IsMatch(choice.Text))
            .Select(choice => new CompletionResult(choice.Text, choice.Text, CompletionResultType.ParameterValue, choice.Meaning));
    }

    /// <summary>What to offer, in this order.</summary>
    /// <param name="command">The cmdlet whose argument it is.</param>
    /// <param name="store">The store.</param>
    /// <param name="stopped">Ends the reading.</param>
    private protected abstract Task<IReadOnlyList<(string Text, string Meaning)>> ReadAsync(string command, IJobStore store, CancellationToken stopped);

    private static string CurrentFolder()
    {
        using System.Management.Automation.PowerShell session = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        session.AddCommand(@"Microsoft.PowerShell.Management\Get-Location").AddParameter("PSProvider", "FileSystem");
        return session.Invoke<PathInfo>().FirstOrDefault()?.ProviderPath ?? Environment.CurrentDirectory;
    }

    private IReadOnlyList<(string Text, string Meaning)> Read(string command, string? typed, string folder)
    {
        using CancellationTokenSource limit = new(s_patience);
        try
        {
            return Task.Run(() => OpenAndReadAsync(command, typed, folder, limit.Token)).WaitAsync(limit.Token).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is Failures.ConversionException or OperationCanceledException or ArgumentException)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<(string Text, string Meaning)>> OpenAndReadAsync(string command, string? typed, string folder, CancellationToken stopped)
    {
        JobStoreSetting setting = JobStoreChoice.Of(typed, path => Path.GetFullPath(path, folder));
        if (await JobStore.OpenExistingAsync(setting, null, stopped).ConfigureAwait(false) is not { } store)
        {
            return [];
        }

        await using (store.ConfigureAwait(false))
        {
            return await ReadAsync(command, store, stopped).ConfigureAwait(false);
        }
    }
}
