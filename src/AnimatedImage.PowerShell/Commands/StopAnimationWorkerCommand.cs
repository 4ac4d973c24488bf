using System.Management.Automation;
using AnimatedImage.Jobs;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Jobs;
using AnimatedImage.PowerShell.Pipeline;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Tells workers to stop, wherever they run: they take nothing new, and hand back what they cannot finish in their drain time.</summary>
[Cmdlet(VerbsLifecycle.Stop, "AnimationWorker", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class StopAnimationWorkerCommand : JobStoreCommand
{
    /// <summary>The workers' ids, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(WorkerIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>Return only when the workers have ended.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string id in Id)
        {
            Start(id, (streams, stopped) => StopAsync(id, streams, stopped));
        }
    }

    private async Task StopAsync(string id, ICommandStreams streams, CancellationToken stopped)
    {
        IJobStore store = await Store.OpenExistingAsync(stopped).ConfigureAwait(false);
        WildcardPattern pattern = WildcardPattern.Get(id, WildcardOptions.IgnoreCase);
        WorkerInfo[] found = [.. (await store.ListWorkersAsync(stopped).ConfigureAwait(false)).Where(worker => worker.IsAlive && pattern.IsMatch(worker.Id))];
        if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(id))
        {
            throw JobFailure.WorkerNotFound(id);
        }

        List<string> told = [];
        foreach (WorkerInfo worker in found)
        {
            string description = $"Stop the worker '{worker.Id}'";
            if (await streams.ShouldProcessAsync(description, description + "?", "Stop worker").ConfigureAwait(false))
            {
                await store.StopWorkerAsync(worker.Id, stopped).ConfigureAwait(false);
                BackgroundWorkers.Stop(worker.Id);
                told.Add(worker.Id);
            }
        }

        while (Wait && (await store.ListWorkersAsync(stopped).ConfigureAwait(false)).Any(worker => worker.IsAlive && told.Contains(worker.Id)))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), stopped).ConfigureAwait(false);
        }
    }
}
