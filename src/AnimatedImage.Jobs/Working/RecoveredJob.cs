namespace AnimatedImage.Jobs.Working;

/// <summary>A job whose worker was lost, and what became of it.</summary>
/// <param name="Id">The job.</param>
/// <param name="State">Submitted, Failed or Cancelled.</param>
/// <param name="Attempt">Attempts so far.</param>
/// <param name="Worker">The worker that was lost.</param>
/// <param name="Queue">The job's queue.</param>
/// <param name="Folders">Where it was writing; null while unknown.</param>
internal sealed record RecoveredJob(string Id, JobState State, int Attempt, string Worker, string Queue, string? Folders);
