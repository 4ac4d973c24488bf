namespace AnimatedImage.Storage;

/// <summary>How a step of a test ended.</summary>
public enum StorageStepStatus
{
    /// <summary>It works.</summary>
    Passed,

    /// <summary>It does not; the message says why and the advice what to do.</summary>
    Failed,

    /// <summary>It was not tried; the message says why.</summary>
    Skipped,
}
