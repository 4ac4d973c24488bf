using AnimatedImage.Conversion;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Jobs;

/// <summary>A stored request and what became of it, as the store knew it when it was read. Immutable.</summary>
public sealed record Job
{
    /// <summary>The id, made by <see cref="JobId"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The name; several jobs may have the same.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobState State { get; init; }

    /// <summary>The queue it waits or waited in.</summary>
    public required string Queue { get; init; }

    /// <summary>−10 to 10; higher first.</summary>
    public required int Priority { get; init; }

    /// <summary>The tags, in the order they were given.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The template it was made from, the first of several, for information: the requests hold its values already. Null = none.</summary>
    public string? Template { get; init; }

    /// <summary>The template of each request, in the same order, where several were named; else empty.</summary>
    public IReadOnlyList<string> Templates { get; init; } = [];

    /// <summary>What the user wanted to find again; null = nothing.</summary>
    public string? UserData { get; init; }

    /// <summary>The key under which submitting again returns this job; null = none.</summary>
    public string? SessionId { get; init; }

    /// <summary>The video.</summary>
    public required MediaLocation Source { get; init; }

    /// <summary>What was asked; the outputs of one request share one decode.</summary>
    public required IReadOnlyList<ConversionRequest> Requests { get; init; }

    /// <summary>How often a worker has claimed it since it was submitted or restarted.</summary>
    public required int Attempt { get; init; }

    /// <summary>How often it may be claimed before it fails.</summary>
    public required int MaxAttempt { get; init; }

    /// <summary>The worker that has or last had it, as <see cref="WorkerInfo.Id"/>; null before the first attempt.</summary>
    public string? Worker { get; init; }

    /// <summary>When it was submitted, by the store's clock.</summary>
    public required DateTimeOffset SubmitTime { get; init; }

    /// <summary>Not claimed before this moment: the user's wish, or the pause before another attempt. Null = at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>When the last attempt began, by the store's clock; null before the first.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it ended, by the store's clock; null while it has not.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>How far it is.</summary>
    public required JobProgress Progress { get; init; }

    /// <summary>One line per output, as <c>-WhatIf</c> prints them; null before the source was read.</summary>
    public string? Plan { get; init; }

    /// <summary>What came out, one per output; empty unless the state is <see cref="JobState.Success"/>.</summary>
    public IReadOnlyList<ConversionResult> Results { get; init; } = [];

    /// <summary>Why it failed, or why the attempt before this one did; null when none failed.</summary>
    public JobError? Error { get; init; }

    /// <summary>Size of the source in bytes; 0 while unknown.</summary>
    public long BytesIn { get; init; }

    /// <summary>Size of all outputs in bytes; 0 while there are none.</summary>
    public long BytesOut { get; init; }

    /// <summary>True when a running job was told to stop and has not yet.</summary>
    public bool IsCancelRequested { get; init; }

    /// <summary>True for Success, Failed and Cancelled.</summary>
    public bool IsEnded => JobMoves.IsEnded(State);

    /// <summary>Wall time of the last attempt, while it runs up to the moment of reading; null before the first.</summary>
    public TimeSpan? Elapsed { get; init; }
}
