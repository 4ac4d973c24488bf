using AnimatedImage.Failures;

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

    /// <summary>No queue has that name.</summary>
    public static ConversionException QueueNotFound(string name) => new(
        ErrorId.QueueNotFound,
        FailureKind.Input,
        $"There is no queue '{name}'.",
        "Get-AnimationQueue lists those there are; Set-AnimationQueue and the first job of a queue make it.");

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
