using AnimatedImage.Requests;

namespace AnimatedImage.Jobs;

/// <summary>
/// Which jobs to read; every member that is set narrows. Texts are compared without regard to case; where a member says so,
/// <c>*</c> stands for any characters and <c>?</c> for one. Immutable.
/// </summary>
public sealed record JobQuery
{
    /// <summary>These jobs only; null = any. Ids that do not exist are simply not there.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>A name, with wildcards.</summary>
    public string? Name { get; init; }

    /// <summary>Any of these states; null = any.</summary>
    public IReadOnlyList<JobState>? States { get; init; }

    /// <summary>A queue, with wildcards.</summary>
    public string? Queue { get; init; }

    /// <summary>Tags that a job must all have.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>A template's name, with wildcards: that of the job, or of any of its requests.</summary>
    public string? Template { get; init; }

    /// <summary>The source's path or address, with wildcards.</summary>
    public string? Source { get; init; }

    /// <summary>Submitted at or after this moment.</summary>
    public DateTimeOffset? SubmittedAfter { get; init; }

    /// <summary>Submitted before this moment.</summary>
    public DateTimeOffset? SubmittedBefore { get; init; }

    /// <summary>Ended at or after this moment.</summary>
    public DateTimeOffset? EndedAfter { get; init; }

    /// <summary>Ended before this moment.</summary>
    public DateTimeOffset? EndedBefore { get; init; }

    /// <summary>At most so many; null = all.</summary>
    public long? First { get; init; }

    /// <summary>Leaves out so many, the newest; default 0.</summary>
    public long Skip { get; init; }

    /// <summary>Every problem; empty when the query is sound.</summary>
    public IReadOnlyList<RequestProblem> Check()
    {
        List<RequestProblem> problems = [];
        if (First < 0)
        {
            problems.Add(RequestProblem.OutOfRange("First", First, "0 or more"));
        }

        if (Skip < 0)
        {
            problems.Add(RequestProblem.OutOfRange("Skip", Skip, "0 or more"));
        }

        if (SubmittedAfter >= SubmittedBefore || EndedAfter >= EndedBefore)
        {
            problems.Add(RequestProblem.Contradiction("After", "The time window is empty: it ends before it begins."));
        }

        return problems;
    }
}
