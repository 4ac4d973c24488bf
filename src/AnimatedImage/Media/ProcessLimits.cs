namespace AnimatedImage.Media;

/// <summary>What one child process may use.</summary>
public sealed record ProcessLimits
{
    /// <summary>Limits for decoding media from strangers: 4 GiB of address space, CPU time as long as the conversion's own limit.</summary>
    public static ProcessLimits Default { get; } = new();

    /// <summary>Address space in bytes; null = unlimited.</summary>
    public long? Memory { get; init; } = 4L << 30;

    /// <summary>CPU time over all cores; null = unlimited.</summary>
    public TimeSpan? CpuTime { get; init; }

    /// <summary>Wall time after which the child is killed; null = unlimited.</summary>
    public TimeSpan? WallTime { get; init; }
}
