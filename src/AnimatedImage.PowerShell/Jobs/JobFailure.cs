using AnimatedImage.Failures;
using AnimatedImage.Jobs;

namespace AnimatedImage.PowerShell.Jobs;

/// <summary>Failures about jobs that the cmdlets find out themselves.</summary>
internal static class JobFailure
{
    /// <summary>No job has that id.</summary>
    public static ConversionException NotFound(string id) => new(
        ErrorId.JobNotFound,
        FailureKind.Input,
        $"There is no job '{(id.Length > 80 ? id[..80] + "…" : id)}'.",
        "Look for it with Get-AnimationJob; it may have been removed, or be in another store.");

    /// <summary>The call names a store that is not there.</summary>
    public static ConversionException StoreNotFound(JobStoreSetting setting) => new(
        ErrorId.JobStoreNotFound,
        FailureKind.Input,
        $"There is no job store '{setting.Description}'.",
        "Check -JobStore; Start-AnimationJob, Start-AnimationWorker and Set-AnimationQueue make one.");

    /// <summary>No queue has that name.</summary>
    public static ConversionException QueueNotFound(string name, IEnumerable<JobQueue> known) => JobStore.QueueNotFound(name, known.Select(queue => queue.Name));

    /// <summary>No worker has that id.</summary>
    public static ConversionException WorkerNotFound(string id) => new(
        ErrorId.WorkerNotFound,
        FailureKind.Input,
        $"There is no worker '{id}'.",
        "Get-AnimationWorker lists those that have reported within the last day.");

    /// <summary>Waiting has lasted as long as it was to.</summary>
    public static ConversionException WaitedEnough(int left, TimeSpan limit) => new(
        ErrorId.TimedOut,
        FailureKind.Internal,
        FormattableString.Invariant($"{left} {(left == 1 ? "job has" : "jobs have")} not ended after {limit.TotalSeconds:0.###} s."),
        "Wait again, with a longer -Timeout or without; the jobs go on.");
}
