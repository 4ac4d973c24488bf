using System.Runtime.CompilerServices;

namespace AnimatedImage.Jobs;

/// <summary>
/// A store that is not there yet, for whoever only looks: it holds nothing, and looking does not make it. Whatever would put something
/// in is refused.
/// </summary>
/// <param name="setting">The store that would be made.</param>
public sealed class EmptyJobStore(JobStoreSetting setting) : IJobStore
{
    /// <inheritdoc/>
    public string Description => setting.Description;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Job>> SubmitAsync(IReadOnlyList<JobSubmission> submissions, CancellationToken cancellationToken) => throw new InvalidOperationException("The store is only looked at.");

    /// <inheritdoc/>
    public Task<Job?> FindAsync(string id, CancellationToken cancellationToken) => Task.FromResult<Job?>(null);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Job> ListAsync(JobQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield break;
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(JobQuery query, CancellationToken cancellationToken) => Task.FromResult(0L);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Job> WatchAsync(IReadOnlyCollection<string> ids, TimeSpan? interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield break;
    }

    /// <inheritdoc/>
    public Task<Job> CancelAsync(string id, CancellationToken cancellationToken) => throw JobStore.NotFound(id);

    /// <inheritdoc/>
    public Task<Job> RestartAsync(string id, CancellationToken cancellationToken) => throw JobStore.NotFound(id);

    /// <inheritdoc/>
    public Task<Job> PauseAsync(string id, CancellationToken cancellationToken) => throw JobStore.NotFound(id);

    /// <inheritdoc/>
    public Task<Job> ResumeAsync(string id, CancellationToken cancellationToken) => throw JobStore.NotFound(id);

    /// <inheritdoc/>
    public Task RemoveAsync(string id, bool force, CancellationToken cancellationToken) => throw JobStore.NotFound(id);

    /// <inheritdoc/>
    public Task<long> RemoveAllAsync(JobQuery query, bool force, CancellationToken cancellationToken) => Task.FromResult(0L);

    /// <inheritdoc/>
    public Task<IReadOnlyList<JobQueue>> ListQueuesAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<JobQueue>>([]);

    /// <inheritdoc/>
    public Task<JobQueue> SetQueueAsync(string name, JobQueueChange change, CancellationToken cancellationToken) => throw JobStore.QueueNotFound(name, []);

    /// <inheritdoc/>
    public Task RemoveQueueAsync(string name, CancellationToken cancellationToken) => throw JobStore.QueueNotFound(name, []);

    /// <inheritdoc/>
    public Task<IReadOnlyList<WorkerInfo>> ListWorkersAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<WorkerInfo>>([]);

    /// <inheritdoc/>
    public Task StopWorkerAsync(string id, CancellationToken cancellationToken) => throw JobStore.WorkerNotFound(id);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
