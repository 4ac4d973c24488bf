namespace AnimatedImage.Planning;

/// <summary>What the cost of reading depends on besides the source and the request.</summary>
/// <param name="Cores">Cores of the machine; at least 1.</param>
public sealed record ReadingConditions(int Cores)
{
    /// <summary>Two cores and a local file.</summary>
    public static ReadingConditions Modest { get; } = new(2);

    /// <summary>From asking for bytes to having the first of them; zero for local files.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Bytes a second that the storage delivers; null = as many as are read.</summary>
    public double? BytesPerSecond { get; init; }

    /// <summary>True when the bytes come over a network.</summary>
    public bool IsRemote => Latency > TimeSpan.Zero;
}
