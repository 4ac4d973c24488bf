namespace AnimatedImage.Jobs;

/// <summary>Where a job stands. The numbers are stored and never change.</summary>
public enum JobState
{
    /// <summary>Waits for a worker, for its time, or for its queue to be resumed.</summary>
    Submitted = 0,

    /// <summary>A worker is at it.</summary>
    Running = 1,

    /// <summary>Done; the outputs are there.</summary>
    Success = 2,

    /// <summary>Given up; the error says why. Nothing of it is left.</summary>
    Failed = 3,

    /// <summary>Held back by the user until it is resumed.</summary>
    Paused = 4,

    /// <summary>Stopped by the user. Nothing of it is left.</summary>
    Cancelled = 5,
}
