namespace AnimatedImage.Storage;

/// <summary>What may be asked of web addresses. Immutable.</summary>
public sealed record WebAccess
{
    /// <summary>
    /// True also reaches private, loopback, link-local and shared addresses; false, the default, only public ones, so that an address
    /// out of a foreign list cannot read what only this machine can reach.
    /// </summary>
    public bool AllowPrivateNetwork { get; init; }

    /// <summary>The largest file that is read, in bytes; default 64 GiB.</summary>
    public long MaxBytes { get; init; } = 64L << 30;

    /// <summary>How long a server may stay silent, before its answer and within it; default 30 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many redirects are followed; default 5.</summary>
    public int MaxRedirect { get; init; } = 5;
}
