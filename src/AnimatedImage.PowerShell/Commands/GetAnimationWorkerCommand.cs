using System.Management.Automation;
using AnimatedImage.Jobs;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Jobs;

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
            WriteFound(id, (store, stopped) => store.ListWorkersAsync(stopped), worker => worker.Id, (missing, _) => JobFailure.WorkerNotFound(missing));
        }
    }
}
