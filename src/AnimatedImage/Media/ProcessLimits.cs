namespace AnimatedImage.Media;

/// <summary>
/// What one child process may use. Linux enforces memory and CPU time (with util-linux's <c>prlimit</c>), Windows memory; wall time
/// is watched by us everywhere.
/// </summary>
public sealed record ProcessLimits
{
    /// <summary>Limits for decoding media from strangers: 4 GiB of address space, CPU time as long as the conversion's own limit.</summary>
    public static ProcessLimits Default { get; } = new();

    /// <summary>True when this machine enforces <see cref="Memory"/> and ends children with their parent.</summary>
    public static bool CanLimitMemory => OperatingSystem.IsWindows() || CanLimitCpuTime;

    /// <summary>True when this machine enforces <see cref="CpuTime"/>.</summary>
    public static bool CanLimitCpuTime => OperatingSystem.IsLinux() && LinuxWrapper.IsAvailable;

    /// <summary>Limits for a question to the program about itself or about one file: it answers within a minute or is broken.</summary>
    internal static ProcessLimits Question { get; } = new() { CpuTime = TimeSpan.FromMinutes(1), WallTime = TimeSpan.FromMinutes(2) };

    /// <summary>Address space in bytes; null = unlimited.</summary>
    public long? Memory { get; init; } = 4L << 30;

    /// <summary>CPU time over all cores; null = unlimited. Counted in whole seconds, rounded up.</summary>
    public TimeSpan? CpuTime { get; init; }

    /// <summary>Wall time after which the child is killed; null = unlimited.</summary>
    public TimeSpan? WallTime { get; init; }
}
