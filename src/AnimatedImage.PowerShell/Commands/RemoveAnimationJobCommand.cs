using System.Management.Automation;
using AnimatedImage.Jobs;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Jobs;
using AnimatedImage.PowerShell.Pipeline;
using Job = AnimatedImage.Jobs.Job;
using JobState = AnimatedImage.Jobs.JobState;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Removes jobs from the store; their outputs stay.</summary>
[Cmdlet(VerbsCommon.Remove, "AnimationJob", DefaultParameterSetName = IdSet, SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveAnimationJobCommand : JobStoreCommand
{
    private const string IdSet = "Id";
    private const string StateSet = "State";
    private const string BeforeSet = "Before";

    private static readonly JobState[] s_ended = [.. Enum.GetValues<JobState>().Where(JobMoves.IsEnded)];

    /// <summary>The jobs' ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>All jobs in these states; with Before, default Success, Failed and Cancelled.</summary>
    [Parameter(Mandatory = true, ParameterSetName = StateSet)]
    [Parameter(ParameterSetName = BeforeSet)]
    [ValidateNotNullOrEmpty]
    public JobState[]? State { get; set; }

    /// <summary>All jobs that ended before this moment.</summary>
    [Parameter(Mandatory = true, ParameterSetName = BeforeSet)]
    public DateTimeOffset? Before { get; set; }

    /// <summary>The queue, with wildcards.</summary>
    [Parameter(ParameterSetName = StateSet)]
    [Parameter(ParameterSetName = BeforeSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QueueNameCompleter))]
    public string? Queue { get; set; }

    /// <summary>Also jobs that wait or run; what runs is stopped.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName != IdSet)
        {
            JobQuery query = new() { States = State ?? s_ended, EndedBefore = Before, Queue = Queue };
            Start(query, (streams, stopped) => RemoveAllAsync(query, streams, stopped));
            return;
        }

        foreach (string id in Id)
        {
            Start(id, async (streams, stopped) =>
            {
                JobStore store = await Store.OpenAsync(stopped).ConfigureAwait(false);
                Job job = await store.FindAsync(id, stopped).ConfigureAwait(false) ?? throw JobFailure.NotFound(id);
                await RemoveAsync(store, job, streams, stopped).ConfigureAwait(false);
            });
        }
    }

    private async Task RemoveAllAsync(JobQuery query, ICommandStreams streams, CancellationToken stopped)
    {
        JobStore store = await Store.OpenAsync(stopped).ConfigureAwait(false);
        await foreach (Job job in store.ListAsync(query, stopped).ConfigureAwait(false))
        {
            await WorkGuard.RunAsync(streams, job.Id, (to, token) => RemoveAsync(store, job, to, token), stopped).ConfigureAwait(false);
        }
    }

    private async Task RemoveAsync(JobStore store, Job job, ICommandStreams streams, CancellationToken stopped)
    {
        string description = $"Remove {JobText.Describe(job)}, {job.State}";
        if (await streams.ShouldProcessAsync(description, description + "?", "Remove job").ConfigureAwait(false))
        {
            await store.RemoveAsync(job.Id, Force, stopped).ConfigureAwait(false);
        }
    }
}
