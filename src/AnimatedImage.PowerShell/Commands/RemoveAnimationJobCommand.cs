using System.Globalization;
using System.Management.Automation;
using AnimatedImage.Failures;
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
    private const string OlderThanSet = "OlderThan";

    private const double LongestAgeDays = 36_500;

    private static readonly JobState[] s_ended = [.. Enum.GetValues<JobState>().Where(JobMoves.IsEnded)];

    /// <summary>The jobs' ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>All jobs in these states; with Before or OlderThan, default Success, Failed and Cancelled.</summary>
    [Parameter(Mandatory = true, ParameterSetName = StateSet)]
    [Parameter(ParameterSetName = BeforeSet)]
    [Parameter(ParameterSetName = OlderThanSet)]
    [ValidateNotNullOrEmpty]
    public JobState[]? State { get; set; }

    /// <summary>All jobs that ended before this moment.</summary>
    [Parameter(Mandatory = true, ParameterSetName = BeforeSet)]
    public DateTimeOffset? Before { get; set; }

    /// <summary>All jobs that ended longer ago than this.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OlderThanSet)]
    public TimeSpan? OlderThan { get; set; }

    /// <summary>The queue, with wildcards.</summary>
    [Parameter(ParameterSetName = StateSet)]
    [Parameter(ParameterSetName = BeforeSet)]
    [Parameter(ParameterSetName = OlderThanSet)]
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
            JobQuery query = Query();
            Start(query, (streams, stopped) => RemoveAllAsync(query, streams, stopped));
            return;
        }

        foreach (string id in Id)
        {
            Start(id, async (streams, stopped) =>
            {
                IJobStore store = await Store.OpenExistingAsync(stopped).ConfigureAwait(false);
                Job job = await store.FindAsync(id, stopped).ConfigureAwait(false) ?? throw JobFailure.NotFound(id);
                await RemoveAsync(store, job, streams, stopped).ConfigureAwait(false);
            });
        }
    }

    private JobQuery Query()
    {
        JobState[] states = State ?? s_ended;
        if (!Force && states.Except(s_ended).ToArray() is { Length: > 0 } left)
        {
            ThrowTerminatingError(ErrorRecords.From(
                new ConversionException(
                    ErrorId.JobStateConflict,
                    FailureKind.Input,
                    $"Jobs that are {string.Join(" or ", left)} are not removed.",
                    "Wait for them, or stop them first; -Force stops and removes them."),
                State));
        }

        if (OlderThan is { } age && !(age >= TimeSpan.Zero && age.TotalDays < LongestAgeDays))
        {
            ThrowTerminatingError(ErrorRecords.From(
                new ConversionException(
                    ErrorId.InvalidParameter,
                    FailureKind.Input,
                    $"OlderThan is {age}; it must be from 0 to 36500 days.",
                    "Write (New-TimeSpan -Days 30), or 30.00:00:00."),
                OlderThan));
        }

        return new JobQuery { States = states, EndedBefore = OlderThan is { } old ? TimeProvider.System.GetUtcNow() - old : Before, Queue = Queue };
    }

    // One question for all of them: nobody answers ten thousand.
    private async Task RemoveAllAsync(JobQuery query, ICommandStreams streams, CancellationToken stopped)
    {
        IJobStore store = await Store.OpenExistingAsync(stopped).ConfigureAwait(false);
        long count = await store.CountAsync(query, stopped).ConfigureAwait(false);
        if (count == 0)
        {
            return;
        }

        string when = query.EndedBefore is { } time ? string.Create(CultureInfo.CurrentCulture, $", ended before {time.ToLocalTime():g}") : "";
        string where = query.Queue is null ? "" : $", queue '{query.Queue}'";
        string description = string.Create(CultureInfo.CurrentCulture, $"Remove {count:N0} {(count == 1 ? "job" : "jobs")}: {string.Join(", ", query.States!)}{when}{where}");
        if (await streams.ShouldProcessAsync(description, description + "?", "Remove jobs").ConfigureAwait(false))
        {
            await store.RemoveAllAsync(query, Force, stopped).ConfigureAwait(false);
        }
    }

    private async Task RemoveAsync(IJobStore store, Job job, ICommandStreams streams, CancellationToken stopped)
    {
        string description = $"Remove {JobText.Describe(job)}, {job.State}";
        if (await streams.ShouldProcessAsync(description, description + "?", "Remove job").ConfigureAwait(false))
        {
            await store.RemoveAsync(job.Id, Force, stopped).ConfigureAwait(false);
        }
    }
}
