namespace AnimatedImage.Jobs.Working;

/// <summary>Does what a job asks, up to the point where its outputs only have to appear.</summary>
public interface IJobExecutor
{
    /// <summary>Stages a job's outputs.</summary>
    /// <param name="claim">The job.</param>
    /// <param name="report">Takes every news of it at once; may be called often and from any thread.</param>
    /// <param name="cancellationToken">Ends the work and its child processes within two seconds.</param>
    /// <exception cref="Failures.ConversionException">Any failure; nothing is left behind.</exception>
    Task<IStagedJob> StageAsync(JobClaim claim, Action<JobRunState> report, CancellationToken cancellationToken);
}
