namespace AnimatedImage.Jobs.Working;

/// <summary>What is known of a job while it runs; each report replaces the one before. Immutable.</summary>
public sealed record JobRunState
{
    /// <summary>How far it is.</summary>
    public JobProgress Progress { get; init; } = new("Probing", 0, 0, 0);

    /// <summary>One line per output; null before the source was read.</summary>
    public string? Plan { get; init; }

    /// <summary>The local folders that outputs go to, one a line, so that hidden files can be found after a crash; null = none yet.</summary>
    public string? Folders { get; init; }

    /// <summary>Size of the source; 0 while unknown.</summary>
    public long BytesIn { get; init; }
}
