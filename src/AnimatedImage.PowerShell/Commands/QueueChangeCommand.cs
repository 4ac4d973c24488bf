using System.ComponentModel;
using System.Management.Automation;
using AnimatedImage.Jobs;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Jobs;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Base of the cmdlets that change queues, each by its name, and return them as they are then.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class QueueChangeCommand : JobStoreCommand
{
    private protected QueueChangeCommand()
    {
    }

    /// <summary>The queues' names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QueueNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>What is done, for the question: <c>Suspend</c>.</summary>
    private protected abstract string Action { get; }

    /// <summary>What to change.</summary>
    private protected abstract JobQueueChange Change { get; }

    /// <summary>True when a queue that is not there is made; else it is an error.</summary>
    private protected virtual bool MakesQueues => false;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            Start(name, async (streams, stopped) =>
            {
                if (!MakesQueues)
                {
                    await ThrowIfMissingAsync(name, stopped).ConfigureAwait(false);
                }

                string description = $"{Action} the queue '{name}'";
                if (await streams.ShouldProcessAsync(description, description + "?", Action + " queue").ConfigureAwait(false))
                {
                    JobStore store = await Store.OpenAsync(stopped).ConfigureAwait(false);
                    await streams.WriteObjectAsync(await store.SetQueueAsync(name, Change, stopped).ConfigureAwait(false)).ConfigureAwait(false);
                }
            });
        }
    }

    // The default queue is always there, also before its first job.
    private async Task ThrowIfMissingAsync(string name, CancellationToken stopped)
    {
        IJobStore store = await Store.OpenExistingAsync(stopped).ConfigureAwait(false);
        IReadOnlyList<JobQueue> known = await store.ListQueuesAsync(stopped).ConfigureAwait(false);
        if (!name.Equals(JobSubmission.DefaultQueue, StringComparison.OrdinalIgnoreCase) && !known.Any(queue => queue.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            throw JobFailure.QueueNotFound(name, known);
        }
    }
}
