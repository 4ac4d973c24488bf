using System.Data.Common;
using System.Globalization;
using AnimatedImage.Failures;
using AnimatedImage.Jobs.Databases;
using AnimatedImage.Requests;

namespace AnimatedImage.Jobs;

/// <content>Queues.</content>
public sealed partial class JobStore
{
    private const long Hour = 3_600_000;
    private const long FiveMinutes = 300_000;

    /// <inheritdoc/>
    public Task<IReadOnlyList<JobQueue>> ListQueuesAsync(CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<JobQueue>>(connection => Queues(connection, null, null), cancellationToken);

    /// <inheritdoc/>
    public async Task<JobQueue> SetQueueAsync(string name, JobQueueChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(change);
        List<RequestProblem> problems = [.. change.Check()];
        if (ItemName.Check("Queue", name, 1) is { } problem)
        {
            problems.Add(problem);
        }

        RequestProblem.ThrowAny(problems);
        return await TransactAsync(
            (connection, transaction) =>
            {
                string key = QueueName(name);
                HoldQueue(connection, transaction, key);
                if (change.IsPaused is { } isPaused)
                {
                    connection.Execute(transaction, "UPDATE queues SET paused = @paused WHERE name = @name", ("name", key), ("paused", isPaused ? 1 : 0));
                }

                if (change.Concurrency is { } concurrency)
                {
                    connection.Execute(
                        transaction,
                        "UPDATE queues SET concurrency = CAST(@concurrency AS INTEGER) WHERE name = @name",
                        ("name", key),
                        ("concurrency", concurrency == 0 ? null : concurrency));
                }

                _database.Notify(connection, transaction);
                return Queues(connection, transaction, key).Single();
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task RemoveQueueAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        string key = QueueName(name);
        if (key == JobSubmission.DefaultQueue)
        {
            throw new ConversionException(ErrorId.InvalidParameter, FailureKind.Input, "The default queue stays.", "Suspend-AnimationQueue keeps its jobs waiting.");
        }

        await TransactAsync(
            (connection, transaction) =>
            {
                // First the row, which waits for whoever is putting a job in; then the look at what was put in.
                if (connection.Execute(transaction, "DELETE FROM queues WHERE name = @name", ("name", key)) == 0)
                {
                    throw QueueNotFound(name, connection.Query(transaction, "SELECT name FROM queues", row => row.GetString(0)));
                }

                long left = connection.Number(transaction, "SELECT COUNT(*) FROM jobs WHERE queue = @name AND state IN (0, 1, 4)", ("name", key)) ?? 0;
                return left == 0 ? left : throw new ConversionException(
                    ErrorId.QueueNotEmpty,
                    FailureKind.Input,
                    string.Create(CultureInfo.InvariantCulture, $"The queue '{key}' has {left} {(left == 1 ? "job that has" : "jobs that have")} not ended."),
                    $"Wait for them, or stop them: Get-AnimationJob -Queue {key} -State Submitted, Running, Paused | Stop-AnimationJob.");
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a queue where there is none, and keeps it from being removed until the transaction ends.</summary>
    private void HoldQueue(DbConnection connection, DbTransaction transaction, string name)
    {
        do
        {
            connection.Execute(transaction, "INSERT INTO queues (name, paused) VALUES (@name, 0) ON CONFLICT (name) DO NOTHING", ("name", name));
        }
        while (connection.Query(transaction, $"SELECT name FROM queues WHERE name = @name {_database.ForKeyShare}", row => row.GetString(0), ("name", name)).Count == 0);
    }

    private List<JobQueue> Queues(DbConnection connection, DbTransaction? transaction, string? name)
    {
        (string, object?)[] values = name is null ? [] : [("name", name)];
        string which = name is null ? "" : "WHERE q.name = @name";

        // One pass over what waits and runs, and one over what ended in the last hour; both have an index.
        return connection.Query(
            transaction,
            $"""
            SELECT q.name, q.paused, q.concurrency, w.depth, w.running, w.oldest, e.succeeded, e.failed, e.recent
            FROM queues q
            LEFT JOIN (
                SELECT queue, SUM(CASE WHEN state = 0 THEN 1 ELSE 0 END) AS depth, SUM(CASE WHEN state = 1 THEN 1 ELSE 0 END) AS running,
                    MIN(CASE WHEN state = 0 AND waiting = 0 THEN submitted END) AS oldest
                FROM jobs WHERE state IN (0, 1) GROUP BY queue) w ON w.queue = q.name
            LEFT JOIN (
                SELECT queue, SUM(CASE WHEN state = 2 THEN 1 ELSE 0 END) AS succeeded, SUM(CASE WHEN state = 3 THEN 1 ELSE 0 END) AS failed,
                    SUM(CASE WHEN finished > {_database.Now} - {FiveMinutes} THEN 1 ELSE 0 END) AS recent
                FROM jobs WHERE finished > {_database.Now} - {Hour} GROUP BY queue) e ON e.queue = q.name
            {which} ORDER BY q.name
            """,
            row => new JobQueue
            {
                Name = row.Text("name")!,
                IsPaused = row.Number("paused") == 1,
                Concurrency = (int?)row.Number("concurrency"),
                Depth = row.Number("depth") ?? 0,
                Running = row.Number("running") ?? 0,
                Oldest = row.Time("oldest"),
                SucceededLastHour = row.Number("succeeded") ?? 0,
                FailedLastHour = row.Number("failed") ?? 0,
                Throughput = (row.Number("recent") ?? 0) / 5.0,
            },
            values);
    }
}
