using AnimatedImage.Requests;

namespace AnimatedImage.Jobs;

/// <summary>What to change about a queue; unset members stay as they are. Immutable.</summary>
public sealed record JobQueueChange
{
    /// <summary>True pauses, false resumes.</summary>
    public bool? IsPaused { get; init; }

    /// <summary>1–10000 jobs at once over all workers; 0 = no limit of the queue's own.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Every problem; empty when the change is sound.</summary>
    public IReadOnlyList<RequestProblem> Check() => Concurrency is < 0 or > 10_000
        ? [RequestProblem.OutOfRange("Concurrency", Concurrency, "from 1 to 10000, or 0 for no limit")]
        : [];
}
