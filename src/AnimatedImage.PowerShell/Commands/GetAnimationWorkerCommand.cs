using System.Management.Automation;
using AnimatedImage.Jobs;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Jobs;
using AnimatedImage.PowerShell.Pipeline;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Tells which workers there are, on any machine, and what they work on.</summary>
[Cmdlet(VerbsCommon.Get, "AnimationWorker")]
[OutputType(typeof(WorkerInfo))]
public sealed class GetAnimationWorkerCommand : JobStoreCommand
{
    /// <summary>Ids, with wildcards; default all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(WorkerIdCompleter))]
    public string[] Id { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string id in Id)
        {
            Start(id, (streams, stopped) => WriteAsync(id, streams, stopped));
        }
    }

    private async Task WriteAsync(string id, ICommandStreams streams, CancellationToken stopped)
    {
        JobStore store = await Store.OpenAsync(stopped).ConfigureAwait(false);
        WildcardPattern pattern = WildcardPattern.Get(id, WildcardOptions.IgnoreCase);
        WorkerInfo[] found = [.. (await store.ListWorkersAsync(stopped).ConfigureAwait(false)).Where(worker => pattern.IsMatch(worker.Id))];
        if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(id))
        {
            throw JobFailure.WorkerNotFound(id);
        }

        foreach (WorkerInfo worker in found)
        {
            await streams.WriteObjectAsync(worker).ConfigureAwait(false);
        }
    }
}
