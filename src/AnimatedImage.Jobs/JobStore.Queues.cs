using System.Data.Common;
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
                connection.Execute(transaction, "INSERT INTO queues (name, paused) VALUES (@name, 0) ON CONFLICT (name) DO NOTHING", ("name", key));
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
