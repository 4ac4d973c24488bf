using System.Management.Automation;
using AnimatedImage.Jobs;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Jobs;
using AnimatedImage.PowerShell.Pipeline;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Tells which queues there are and how they stand.</summary>
[Cmdlet(VerbsCommon.Get, "AnimationQueue")]
[OutputType(typeof(JobQueue))]
public sealed class GetAnimationQueueCommand : JobStoreCommand
{
    /// <summary>Names, with wildcards; default all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QueueNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            Start(name, (streams, stopped) => WriteAsync(name, streams, stopped));
        }
    }

    private async Task WriteAsync(string name, ICommandStreams streams, CancellationToken stopped)
    {
        JobStore store = await Store.OpenAsync(stopped).ConfigureAwait(false);
        WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        JobQueue[] found = [.. (await store.ListQueuesAsync(stopped).ConfigureAwait(false)).Where(queue => pattern.IsMatch(queue.Name))];
        if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
        {
            throw JobFailure.QueueNotFound(name);
        }

        foreach (JobQueue queue in found)
        {
            await streams.WriteObjectAsync(queue).ConfigureAwait(false);
        }
    }
}
