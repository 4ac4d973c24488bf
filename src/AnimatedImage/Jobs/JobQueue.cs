namespace AnimatedImage.Jobs;

/// <summary>A queue as it stands. Immutable.</summary>
public sealed record JobQueue
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>True when waiting jobs stay waiting; running ones go on.</summary>
    public required bool IsPaused { get; init; }

    /// <summary>Jobs that may run at once over all workers; null = as many as the workers take.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Jobs that wait, those with a later time included.</summary>
    public required long Depth { get; init; }

    /// <summary>Jobs that run.</summary>
    public required long Running { get; init; }

    /// <summary>Submission of the job that has waited longest and could run; null when none waits.</summary>
    public DateTimeOffset? Oldest { get; init; }

    /// <summary>Jobs that succeeded in the last hour.</summary>
    public required long SucceededLastHour { get; init; }

    /// <summary>Jobs that failed in the last hour.</summary>
    public required long FailedLastHour { get; init; }

    /// <summary>Jobs that ended a minute, over the last five minutes.</summary>
    public required double Throughput { get; init; }
}
