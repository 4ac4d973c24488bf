using System.ComponentModel;
using System.Management.Automation;
using AnimatedImage.Jobs;
using AnimatedImage.PowerShell.Completion;

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

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            Start(name, async (streams, stopped) =>
            {
                string description = $"{Action} the queue '{name}'";
                if (await streams.ShouldProcessAsync(description, description + "?", Action + " queue").ConfigureAwait(false))
                {
                    JobStore store = await Store.OpenAsync(stopped).ConfigureAwait(false);
                    await streams.WriteObjectAsync(await store.SetQueueAsync(name, Change, stopped).ConfigureAwait(false)).ConfigureAwait(false);
                }
            });
        }
    }
}
