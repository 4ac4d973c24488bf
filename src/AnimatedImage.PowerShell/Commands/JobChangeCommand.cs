using System.ComponentModel;
using System.Management.Automation;
using AnimatedImage.Jobs;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Jobs;
using AnimatedImage.PowerShell.Pipeline;
using Job = AnimatedImage.Jobs.Job;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Base of the cmdlets that change jobs, each by its id, and return them as they are then.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class JobChangeCommand : JobStoreCommand
{
    private protected JobChangeCommand()
    {
    }

    /// <summary>The jobs' ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>What is done, for the question: <c>Stop</c>.</summary>
    private protected abstract string Action { get; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string id in Id)
        {
            Start(id, (streams, stopped) => ChangeAsync(id, streams, stopped));
        }
    }

    /// <summary>Changes a job.</summary>
    private protected abstract Task<Job> ChangeAsync(IJobStore store, Job job, CancellationToken stopped);

    private async Task ChangeAsync(string id, ICommandStreams streams, CancellationToken stopped)
    {
        IJobStore store = await Store.OpenExistingAsync(stopped).ConfigureAwait(false);
        Job job = await store.FindAsync(id, stopped).ConfigureAwait(false) ?? throw JobFailure.NotFound(id);
        string description = $"{Action} {JobText.Describe(job)}";
        if (await streams.ShouldProcessAsync(description, description + "?", Action + " job").ConfigureAwait(false))
        {
            await streams.WriteObjectAsync(await ChangeAsync(store, job, stopped).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }
}
