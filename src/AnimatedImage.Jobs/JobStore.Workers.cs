using System.Data.Common;
using AnimatedImage.Jobs.Databases;
using AnimatedImage.Jobs.Working;

namespace AnimatedImage.Jobs;

/// <content>Workers.</content>
public sealed partial class JobStore
{
    private const long Day = 86_400_000;

    /// <inheritdoc/>
    public Task<IReadOnlyList<WorkerInfo>> ListWorkersAsync(CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<WorkerInfo>>(
        connection =>
        {
            ILookup<string, string> jobs = connection
                .Query(null, "SELECT owner, id FROM jobs WHERE state = 1 AND owner IS NOT NULL ORDER BY id", row => (Owner: row.Text("owner")!, Id: row.Text("id")!))
                .ToLookup(job => job.Owner, job => job.Id);
            return connection.Query(
                null,
                $"SELECT w.*, {_database.Now} AS now FROM workers w WHERE heartbeat > {_database.Now} - {Day} ORDER BY heartbeat DESC, id",
                row => ReadWorker(row, jobs))
                .OrderByDescending(worker => worker.IsAlive).ToList();
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task StopWorkerAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        int found = await TransactAsync(
            (connection, transaction) =>
            {
                int changed = connection.Execute(transaction, "UPDATE workers SET stopping = 1 WHERE id = @id", ("id", id));
                _database.Interrupt(connection, transaction);
                return changed;
            },
            cancellationToken).ConfigureAwait(false);
        if (found == 0)
        {
            throw WorkerNotFound(id);
        }
    }

    /// <summary>Makes a worker known.</summary>
    internal void Register(string id, JobWorkerOptions options) => _database.Transact((connection, transaction) =>
    {
        connection.Execute(transaction, $"DELETE FROM workers WHERE heartbeat < {_database.Now} - {Day}");
        return connection.Execute(
            transaction,
            $"""
            INSERT INTO workers (id, host, process_id, version, capacity, queues, lease, started, heartbeat, stopping)
            VALUES (@id, @host, @process, @version, @capacity, @queues, @lease, {_database.Now}, {_database.Now}, 0) ON CONFLICT (id) DO NOTHING
            """,
            ("id", id),
            ("host", Environment.MachineName),
            ("process", Environment.ProcessId),
            ("version", typeof(JobStore).Assembly.GetName().Version!.ToString(3)),
            ("capacity", options.Capacity),
            ("queues", string.Join(',', options.Queues.Select(QueueName))),
            ("lease", (long)options.Lease.TotalMilliseconds));
    });

    /// <summary>Forgets a worker that has ended.</summary>
    internal void Unregister(string id) => _database.Change(connection => connection.Execute(null, "DELETE FROM workers WHERE id = @id", ("id", id)));

    /// <summary>Says that a worker lives.</summary>
    /// <returns>True when it was told to stop.</returns>
    internal bool Report(string id, bool isStopping) => _database.Change(connection => connection.Query(
        null,
        $"UPDATE workers SET heartbeat = {_database.Now}, stopping = CASE WHEN @stopping = 1 THEN 1 ELSE stopping END WHERE id = @id RETURNING stopping",
        row => row.GetInt64(0),
        ("id", id),
        ("stopping", isStopping ? 1 : 0)).Contains(1));

    /// <summary>How many workers live.</summary>
    internal int CountWorkers() => (int)(_database.Read(connection => connection.Number(
        null, $"SELECT COUNT(*) FROM workers WHERE heartbeat > {_database.Now} - lease")) ?? 0);

    private static WorkerInfo ReadWorker(DbDataReader row, ILookup<string, string> jobs)
    {
        string id = row.Text("id")!;
        return new WorkerInfo
        {
            Id = id,
            Host = row.Text("host")!,
            ProcessId = (int)row.Number("process_id")!.Value,
            Version = row.Text("version")!,
            Capacity = (int)row.Number("capacity")!.Value,
            Queues = row.Text("queues")!.Split(',', StringSplitOptions.RemoveEmptyEntries),
            Jobs = [.. jobs[id]],
            StartTime = row.Time("started")!.Value,
            Heartbeat = row.Time("heartbeat")!.Value,
            IsStopping = row.Number("stopping") == 1,
            IsAlive = row.Number("now") - row.Number("heartbeat") < row.Number("lease"),
        };
    }
}
