using System.Management.Automation;
using AnimatedImage.Jobs;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Jobs;

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
            WriteFound(name, (store, stopped) => store.ListQueuesAsync(stopped), queue => queue.Name, JobFailure.QueueNotFound);
        }
    }
}
