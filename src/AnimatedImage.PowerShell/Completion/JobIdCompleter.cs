using AnimatedImage.Jobs;
using Job = AnimatedImage.Jobs.Job;
using JobState = AnimatedImage.Jobs.JobState;

namespace AnimatedImage.PowerShell.Completion;

/// <summary>The ids of the newest jobs that the cmdlet can do something with.</summary>
internal sealed class JobIdCompleter : JobStoreCompleter
{
    private const int Most = 50;

    private static readonly Dictionary<string, IReadOnlyList<JobState>> s_states = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Stop-AnimationJob"] = JobMoves.To(JobState.Cancelled),
        ["Suspend-AnimationJob"] = JobMoves.To(JobState.Paused),
        ["Resume-AnimationJob"] = [JobState.Paused],
        ["Restart-AnimationJob"] = [JobState.Failed, JobState.Cancelled],
    };

    private protected override async Task<IReadOnlyList<(string Text, string Meaning)>> ReadAsync(string command, IJobStore store, CancellationToken stopped)
    {
        List<(string, string)> found = [];
        await foreach (Job job in store.ListAsync(new JobQuery { First = Most, States = s_states.GetValueOrDefault(command) }, stopped).ConfigureAwait(false))
        {
            found.Add((job.Id, $"{job.Name}, {job.State}, {job.Source.Name}"));
        }

        return found;
    }
}
