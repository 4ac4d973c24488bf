using AnimatedImage.Failures;

namespace AnimatedImage.Jobs;

/// <summary>
/// The one truth about jobs, as whoever submits, watches and steers them sees it. Safe from many threads, processes and, on a database
/// server, machines at once. Every member throws <see cref="ConversionException"/> with <see cref="ErrorId.JobStoreUnreachable"/> when
/// the store cannot be reached.
/// </summary>
public interface IJobStore : IAsyncDisposable
{
    /// <summary>Which store this is, for people: <c>SQLite /home/ann/.local/share/AnimatedImage/jobs.db</c>; never with a secret.</summary>
    string Description { get; }

    /// <summary>Puts jobs in, all or none, and returns them in the same order; a known session id returns the job that is there.</summary>
    /// <exception cref="ConversionException">A submission is unsound, or a session id belongs to another request.</exception>
    Task<IReadOnlyList<Job>> SubmitAsync(IReadOnlyList<JobSubmission> submissions, CancellationToken cancellationToken);

    /// <summary>One job; null when there is none of that id.</summary>
    Task<Job?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Jobs, newest first, read page by page: a slow reader holds nobody up and sees jobs as they are when their page is read.</summary>
    /// <exception cref="ConversionException">The query is unsound.</exception>
    IAsyncEnumerable<Job> ListAsync(JobQuery query, CancellationToken cancellationToken);

    /// <summary>How many jobs a query finds, regardless of First and Skip.</summary>
    Task<long> CountAsync(JobQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Jobs as they change, each at once and whenever something about it has changed, until all of them have ended. A job that is
    /// removed meanwhile is not heard of again.
    /// </summary>
    /// <param name="ids">Which jobs.</param>
    /// <param name="interval">How often to look; null = every 250 ms.</param>
    /// <param name="cancellationToken">Ends the watching.</param>
    IAsyncEnumerable<Job> WatchAsync(IReadOnlyCollection<string> ids, TimeSpan? interval, CancellationToken cancellationToken);

    /// <summary>Stops a job: one that waits at once, one that runs within about two seconds, wherever it runs.</summary>
    /// <returns>The job after the request; <see cref="Job.IsCancelRequested"/> tells that it still runs.</returns>
    /// <exception cref="ConversionException"><see cref="ErrorId.JobNotFound"/>, or <see cref="ErrorId.JobStateConflict"/> when it has ended.</exception>
    Task<Job> CancelAsync(string id, CancellationToken cancellationToken);

    /// <summary>Submits a failed or cancelled job again: the same id and request, attempts counted anew.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.JobNotFound"/>, or <see cref="ErrorId.JobStateConflict"/> in another state.</exception>
    Task<Job> RestartAsync(string id, CancellationToken cancellationToken);

    /// <summary>Holds a waiting job back.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.JobNotFound"/>, or <see cref="ErrorId.JobStateConflict"/> in another state.</exception>
    Task<Job> PauseAsync(string id, CancellationToken cancellationToken);

    /// <summary>Lets a job that was held back wait for a worker again.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.JobNotFound"/>, or <see cref="ErrorId.JobStateConflict"/> in another state.</exception>
    Task<Job> ResumeAsync(string id, CancellationToken cancellationToken);

    /// <summary>Forgets a job; its outputs stay.</summary>
    /// <param name="id">Which job.</param>
    /// <param name="force">True also for one that waits or runs; what runs is stopped and leaves nothing.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ConversionException"><see cref="ErrorId.JobNotFound"/>, or <see cref="ErrorId.JobStateConflict"/> when it has not ended and force is false.</exception>
    Task RemoveAsync(string id, bool force, CancellationToken cancellationToken);

    /// <summary>Forgets all jobs that a query finds, many at a time; their outputs stay. First and Skip play no part.</summary>
    /// <param name="query">Which jobs.</param>
    /// <param name="force">True also for those that wait or run; what runs is stopped and leaves nothing. False leaves them out.</param>
    /// <param name="cancellationToken">Ends it between one thousand and the next.</param>
    /// <returns>How many were removed.</returns>
    /// <exception cref="ConversionException">The query is unsound.</exception>
    Task<long> RemoveAllAsync(JobQuery query, bool force, CancellationToken cancellationToken);

    /// <summary>All queues by name, with how they stand.</summary>
    Task<IReadOnlyList<JobQueue>> ListQueuesAsync(CancellationToken cancellationToken);

    /// <summary>Changes a queue, or makes it.</summary>
    /// <exception cref="ConversionException">The name or the change is unsound.</exception>
    Task<JobQueue> SetQueueAsync(string name, JobQueueChange change, CancellationToken cancellationToken);

    /// <summary>Forgets a queue that has nothing to do; the jobs that ended in it stay.</summary>
    /// <exception cref="ConversionException">
    /// <see cref="ErrorId.QueueNotFound"/>, <see cref="ErrorId.QueueNotEmpty"/>, or <see cref="ErrorId.InvalidParameter"/> for the default queue.
    /// </exception>
    Task RemoveQueueAsync(string name, CancellationToken cancellationToken);

    /// <summary>All workers that have reported within the last day, the living first.</summary>
    Task<IReadOnlyList<WorkerInfo>> ListWorkersAsync(CancellationToken cancellationToken);

    /// <summary>Tells a worker to stop: it takes nothing new, hands back what it has not finished, and ends.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.WorkerNotFound"/>.</exception>
    Task StopWorkerAsync(string id, CancellationToken cancellationToken);
}
