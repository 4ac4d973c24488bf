namespace AnimatedImage.Jobs;

/// <summary>A worker as it last reported. Immutable.</summary>
public sealed record WorkerInfo
{
    /// <summary>The id: host, process and a random part.</summary>
    public required string Id { get; init; }

    /// <summary>The machine's name.</summary>
    public required string Host { get; init; }

    /// <summary>The process's id on that machine.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The version of AnimatedImage.</summary>
    public required string Version { get; init; }

    /// <summary>Jobs it takes at once.</summary>
    public required int Capacity { get; init; }

    /// <summary>The queues it serves; empty = all.</summary>
    public required IReadOnlyList<string> Queues { get; init; }

    /// <summary>Ids of the jobs it works on.</summary>
    public required IReadOnlyList<string> Jobs { get; init; }

    /// <summary>When it started, by the store's clock.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>When it last reported, by the store's clock.</summary>
    public required DateTimeOffset Heartbeat { get; init; }

    /// <summary>True when it takes no new jobs: it ends once it has handed back or finished what it has.</summary>
    public required bool IsStopping { get; init; }

    /// <summary>False when it has not reported for the length of a lease: it is lost, and others take its jobs over.</summary>
    public required bool IsAlive { get; init; }
}
