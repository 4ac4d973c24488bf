using System.Management.Automation;
using AnimatedImage.Jobs;
using AnimatedImage.PowerShell.Completion;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Removes queues that have nothing to do; the jobs that ended in them stay.</summary>
[Cmdlet(VerbsCommon.Remove, "AnimationQueue", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveAnimationQueueCommand : JobStoreCommand
{
    /// <summary>The queues' names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QueueNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            Start(name, async (streams, stopped) =>
            {
                string description = $"Remove the queue '{name}'";
                if (await streams.ShouldProcessAsync(description, description + "?", "Remove queue").ConfigureAwait(false))
                {
                    IJobStore store = await Store.OpenExistingAsync(stopped).ConfigureAwait(false);
                    await store.RemoveQueueAsync(name, stopped).ConfigureAwait(false);
                }
            });
        }
    }
}
