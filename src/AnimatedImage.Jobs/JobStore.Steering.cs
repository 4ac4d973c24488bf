using System.Data.Common;
using AnimatedImage.Failures;
using AnimatedImage.Jobs.Databases;

namespace AnimatedImage.Jobs;

/// <content>Stopping, holding, restarting and removing jobs.</content>
public sealed partial class JobStore
{
    /// <summary>What a job looks like that waits for its first attempt.</summary>
    private const string Fresh =
        "attempt = 0, owner = NULL, lease_until = NULL, cancel = 0, started = NULL, finished = NULL, waiting = 0, not_before = NULL, stage = 'Waiting', fraction = 0, frame = 0, "
        + "frame_count = 0, plan = NULL, staged = NULL, results = NULL, error_id = NULL, error_kind = NULL, error_message = NULL, error_advice = NULL, bytes_out = 0";

    /// <inheritdoc/>
    public async Task<Job> CancelAsync(string id, CancellationToken cancellationToken)
    {
        Job job = await CancelRowAsync(id, cancellationToken).ConfigureAwait(false);
        if (job is { State: JobState.Cancelled, Attempt: > 0 })
        {
            // It waited again after a worker was lost with it; nobody else will look after what that one left.
            List<Unfinished> left = await TransactAsync((connection, transaction) => Leftovers(connection, transaction, [job.Id]), cancellationToken).ConfigureAwait(false);
            left.ForEach(each => each.Sweep());
        }

        return job;
    }

    private Task<Job> CancelRowAsync(string id, CancellationToken cancellationToken) => MoveAsync(
        id,
        JobMoves.To(JobState.Cancelled),
        "stop",
        (connection, transaction, job) => job.State == JobState.Running
            ? connection.Execute(transaction, "UPDATE jobs SET cancel = 1 WHERE id = @id", ("id", job.Id))
            : connection.Execute(
                transaction,
                $"UPDATE jobs SET state = @to, finished = {_database.Now}, stage = 'Done', waiting = 0 WHERE id = @id",
                ("id", job.Id),
                ("to", (int)JobState.Cancelled)),
        cancellationToken);

    /// <inheritdoc/>
    public Task<Job> RestartAsync(string id, CancellationToken cancellationToken) => MoveAsync(
        id,
        [JobState.Failed, JobState.Cancelled],
        "restart",
        (connection, transaction, job) =>
        {
            // The queue may have been removed since the job ended.
            HoldQueue(connection, transaction, job.Queue);
            return connection.Execute(transaction, $"UPDATE jobs SET state = 0, {Fresh} WHERE id = @id", ("id", job.Id));
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<Job> PauseAsync(string id, CancellationToken cancellationToken) => MoveAsync(
        id,
        JobMoves.To(JobState.Paused),
        "pause",
        (connection, transaction, job) => connection.Execute(transaction, "UPDATE jobs SET state = @to WHERE id = @id", ("id", job.Id), ("to", (int)JobState.Paused)),
        cancellationToken);

    /// <inheritdoc/>
    public Task<Job> ResumeAsync(string id, CancellationToken cancellationToken) => MoveAsync(
        id,
        [JobState.Paused],
        "resume",
        (connection, transaction, job) => connection.Execute(transaction, "UPDATE jobs SET state = 0 WHERE id = @id", ("id", job.Id)),
        cancellationToken);

    private Task<Job> MoveAsync(string id, IReadOnlyList<JobState> allowed, string verb, Func<DbConnection, DbTransaction, Job, int> move, CancellationToken cancellationToken)
    {
        string key = JobId.Normalize(id);
        return TransactAsync(
            (connection, transaction) =>
            {
                Job job = FindLocked(connection, transaction, key) ?? throw NotFound(id);
                if (!allowed.Contains(job.State))
                {
                    throw Conflict(job, verb, allowed);
                }

                move(connection, transaction, job);
                if (job.State == JobState.Running)
                {
                    _database.Interrupt(connection, transaction);
                }
                else
                {
                    _database.Notify(connection, transaction);
                }

                return Find(connection, transaction, key)!;
            },
            cancellationToken);
    }

    private Job? FindLocked(DbConnection connection, DbTransaction transaction, string id)
    {
        connection.Number(transaction, $"SELECT state FROM jobs WHERE id = @id {_database.ForUpdate}", ("id", id));
        return Find(connection, transaction, id);
    }

    private static ConversionException Conflict(Job job, string verb, IReadOnlyList<JobState> allowed) => new(
        ErrorId.JobStateConflict,
        FailureKind.Input,
        $"Job '{job.Id}' ({job.Name}) is {job.State}, and to {verb} it, it must be {string.Join(" or ", allowed)}.",
        job.IsEnded ? null : "Wait for it, or stop it first.");
}
