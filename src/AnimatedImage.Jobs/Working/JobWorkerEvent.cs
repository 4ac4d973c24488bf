using AnimatedImage.Failures;

namespace AnimatedImage.Jobs.Working;

/// <summary>Something that a worker's log should hold. Immutable.</summary>
/// <param name="Name">What happened; the names are stable: <c>WorkerStarted</c>, <c>JobFinished</c>, …</param>
/// <param name="IsProblem">True for what somebody may want to look at.</param>
/// <param name="Message">One sentence.</param>
public sealed record JobWorkerEvent(string Name, bool IsProblem, string Message)
{
    /// <summary>The job; null when it is not about one.</summary>
    public string? JobId { get; init; }

    /// <summary>The attempt of the job.</summary>
    public int? Attempt { get; init; }

    /// <summary>The error's id.</summary>
    public string? ErrorId { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan? Duration { get; init; }

    internal static JobWorkerEvent OfJob(string name, bool isProblem, JobClaim claim, string message) =>
        new(name, isProblem, message) { JobId = claim.Job.Id, Attempt = claim.Job.Attempt };

    internal static JobWorkerEvent OfStore(ConversionException failure) => new("StoreLost", true, $"{failure.Message} {failure.Advice} It is tried again.") { ErrorId = failure.ErrorId };
}
