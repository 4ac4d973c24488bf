using System.Collections.Frozen;

namespace AnimatedImage.Jobs;

/// <summary>The one table of what may follow what.</summary>
public static class JobMoves
{
    private static readonly FrozenDictionary<JobState, JobState[]> s_table = new Dictionary<JobState, JobState[]>
    {
        [JobState.Submitted] = [JobState.Running, JobState.Paused, JobState.Cancelled],

        // Back to Submitted: a transient failure, a worker that was lost or handed the job back.
        [JobState.Running] = [JobState.Success, JobState.Failed, JobState.Cancelled, JobState.Submitted],
        [JobState.Paused] = [JobState.Submitted, JobState.Cancelled],
        [JobState.Failed] = [JobState.Submitted],
        [JobState.Cancelled] = [JobState.Submitted],
        [JobState.Success] = [],
    }.ToFrozenDictionary();

    /// <summary>True when a job may go from one state to the other.</summary>
    public static bool IsAllowed(JobState from, JobState to) => s_table[from].Contains(to);

    /// <summary>The states from which a job may come to this one.</summary>
    public static IReadOnlyList<JobState> To(JobState state) => [.. s_table.Where(row => row.Value.Contains(state)).Select(row => row.Key).Order()];

    /// <summary>True for states that nothing but the user changes any more.</summary>
    public static bool IsEnded(JobState state) => state is JobState.Success or JobState.Failed or JobState.Cancelled;
}
