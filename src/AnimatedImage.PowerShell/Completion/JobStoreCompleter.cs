using System.Collections;
using System.Management.Automation;
using AnimatedImage.Jobs;
using AnimatedImage.PowerShell.Jobs;

namespace AnimatedImage.PowerShell.Completion;

/// <summary>Base of the completers over what the job store holds; nothing where it cannot be asked in a moment.</summary>
internal abstract class JobStoreCompleter : WordCompleter
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private protected sealed override IEnumerable<(string Text, string Meaning)> Words(string command, IDictionary? bound)
    {
        string? typed = bound?["JobStore"] as string;
        return Read(command, typed, typed is null ? string.Empty : CurrentFolder());
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
