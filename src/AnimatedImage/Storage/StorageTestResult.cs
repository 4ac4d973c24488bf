namespace AnimatedImage.Storage;

/// <summary>What one step of a storage test showed. Immutable.</summary>
public sealed record StorageTestResult
{
    /// <summary>The profile.</summary>
    public required string Storage { get; init; }

    /// <summary>The bucket; null when none was tested.</summary>
    public string? Bucket { get; init; }

    /// <summary>The step.</summary>
    public required StorageStep Step { get; init; }

    /// <summary>How it ended.</summary>
    public required StorageStepStatus Status { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>One full sentence: what was found.</summary>
    public required string Message { get; init; }

    /// <summary>The error id of the failure; null when there was none.</summary>
    public string? ErrorId { get; init; }

    /// <summary>What to do about it; null when there is nothing to do.</summary>
    public string? Advice { get; init; }
}
