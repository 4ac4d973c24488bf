namespace AnimatedImage.Gateway;

/// <summary>What the gateway may use and how patient it is. Immutable.</summary>
public sealed record GatewayOptions
{
    /// <summary>Bytes of memory for blocks of all sources together; default 64 MiB.</summary>
    public long CacheBytes { get; init; } = 64L << 20;

    /// <summary>Bytes on disk for blocks that no longer fit into memory, of all sources together that may use the disk at all; default 4 GiB.</summary>
    public long SpillBytes { get; init; } = 4L << 30;

    /// <summary>How long a store may be in trouble before the conversion fails; default 30 s. Every byte that arrives starts it anew.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the very first question for an object may be repeated; default 8 s. An endpoint that was mistyped is told soon, while
    /// a conversion that has begun outlasts a restart of the store.
    /// </summary>
    public TimeSpan OpenFor { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>The wait before the first retry; it doubles with each further one. Default 0.2 s.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait between two tries; default 5 s.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a transfer may stand still before it counts as broken; default 20 s.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a client may take to say what it wants; default 10 s.</summary>
    internal TimeSpan HeadLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may wait for its next request; default 5 min, because a decoder that is held up keeps it open.</summary>
    internal TimeSpan IdleLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Connections at a time; each conversion needs a few.</summary>
    internal int MostConnections { get; init; } = 512;
}
