using System.Data.Common;
using System.Diagnostics;
using AnimatedImage.Conversion;
using AnimatedImage.Jobs.Databases;
using AnimatedImage.Jobs.Working;

namespace AnimatedImage.Jobs;

/// <content>How workers come by jobs.</content>
public sealed partial class JobStore
{
    /// <summary>A job whose time has come is seen so late at most by who has other jobs to take; who has none looks at once.</summary>
    private static readonly TimeSpan s_betweenPromotions = TimeSpan.FromMilliseconds(200);

    private long _lastPromotion;

    /// <summary>Takes the best job that may run, or null. Asks first without writing, because most of the time there is none.</summary>
    internal JobClaim? Claim(string owner, JobWorkerOptions options)
    {
        bool hasLooked = PromoteNowAndThen();
        if (ClaimAny(owner, options) is { } claim)
        {
            return claim;
        }

        return !hasLooked && Promote() ? ClaimAny(owner, options) : null;
    }

    /// <summary>
    /// Ends a job as <see cref="Finish"/> does and takes the next one in the same transaction: one write to the disk instead of two.
    /// </summary>
    /// <returns>Whether the job was still held; only then is there a next one, or null.</returns>
    internal (bool IsTaken, JobClaim? Next) FinishAndClaim(
        JobClaim claim, string owner, JobState state, JobRunState run, IReadOnlyList<ConversionResult> results, JobError? error, JobWorkerOptions options)
    {
        PromoteNowAndThen();
        return _database.Transact((connection, transaction) => End(connection, transaction, claim, owner, state, run, results, error) == 1
            ? (true, ClaimAny(connection, transaction, owner, options))
            : (HasEnded(connection, transaction, claim, owner, state), (JobClaim?)null));
    }

    /// <summary>The milliseconds until a job with a later time becomes due; null when there is none.</summary>
    internal long? UntilDue() => _database.Read(connection => connection.Number(
        null, $"SELECT MIN(not_before) - {_database.Now} FROM jobs WHERE state = 0 AND waiting = 1"));

    private bool PromoteNowAndThen()
    {
        if (_lastPromotion != 0 && Stopwatch.GetElapsedTime(Interlocked.Read(ref _lastPromotion)) < s_betweenPromotions)
        {
            return false;
        }

        Interlocked.Exchange(ref _lastPromotion, Stopwatch.GetTimestamp());
        Promote();
        return true;
    }

    /// <summary>Lets the jobs wait for a worker whose time has come.</summary>
    /// <returns>True when there were any.</returns>
    private bool Promote() => UntilDue() is <= 0
        && _database.Change(connection => connection.Execute(null, $"UPDATE jobs SET waiting = 0 WHERE state = 0 AND waiting = 1 AND not_before <= {_database.Now}")) > 0;

    private JobClaim? ClaimAny(string owner, JobWorkerOptions options)
    {
        foreach ((string queue, bool isLimited) in _database.Read(connection => Candidates(connection, null, options)))
        {
            JobClaim? claim = isLimited
                ? _database.Transact((connection, transaction) => ClaimLimited(connection, transaction, owner, queue, options))
                : _database.Change(connection => ClaimFrom(connection, null, owner, queue, options));
            if (claim is not null)
            {
                return claim;
            }
        }

        return null;
    }

    private JobClaim? ClaimAny(DbConnection connection, DbTransaction transaction, string owner, JobWorkerOptions options) =>
        Candidates(connection, transaction, options)
            .Select(candidate => candidate.IsLimited
                ? ClaimLimited(connection, transaction, owner, candidate.Queue, options)
                : ClaimFrom(connection, transaction, owner, candidate.Queue, options))
            .FirstOrDefault(claim => claim is not null);

    /// <summary>The queues that have a job which may run, the one with the best job first.</summary>
    private static List<(string Queue, bool IsLimited)> Candidates(DbConnection connection, DbTransaction? transaction, JobWorkerOptions options)
    {
        (string list, (string, object?)[] values) = SqlStatement.In("q", options.Queues.Select(QueueName));
        string served = options.Queues.Count == 0 ? "" : $"AND q.name IN ({list})";
        return connection.Query(
            transaction,
            $"""
            SELECT q.name, q.concurrency FROM queues q JOIN jobs j ON j.id = (
                SELECT h.id FROM jobs h WHERE h.queue = q.name AND h.state = 0 AND h.waiting = 0 ORDER BY h.priority DESC, h.submitted, h.id LIMIT 1)
            WHERE q.paused = 0 {served}
                AND (q.concurrency IS NULL OR (SELECT COUNT(*) FROM jobs r WHERE r.state = 1 AND r.queue = q.name) < q.concurrency)
            ORDER BY j.priority DESC, j.submitted, j.id
            """,
            row => (row.GetString(0), !row.IsDBNull(1)),
            values);
    }

    // Counting and claiming are one only while nobody else counts: the queue's row is the lock.
    private JobClaim? ClaimLimited(DbConnection connection, DbTransaction transaction, string owner, string queue, JobWorkerOptions options)
    {
        long? limit = connection.Number(transaction, $"SELECT concurrency FROM queues WHERE name = @name {_database.ForUpdate}", ("name", queue));
        long? running = connection.Number(transaction, "SELECT COUNT(*) FROM jobs WHERE state = 1 AND queue = @queue", ("queue", queue));
        return limit is null || running < limit ? ClaimFrom(connection, transaction, owner, queue, options) : null;
    }

    private JobClaim? ClaimFrom(DbConnection connection, DbTransaction? transaction, string owner, string queue, JobWorkerOptions options) => connection.Query(
        transaction,
        $"""
        UPDATE jobs SET state = 1, owner = @owner, attempt = attempt + 1, fence = fence + 1, lease_until = {_database.Now} + @lease, started = {_database.Now},
            finished = NULL, cancel = 0, stage = 'Probing', fraction = 0, frame = 0
        WHERE id = (
            SELECT id FROM jobs WHERE queue = @queue AND state = 0 AND waiting = 0 AND NOT EXISTS (SELECT 1 FROM queues WHERE name = @queue AND paused = 1)
            ORDER BY priority DESC, submitted, id LIMIT 1 {_database.SkipLocked})
        RETURNING {JobRow.Columns}, {_database.Now} AS now, fence, staged, item_index, item_date, trace_parent
        """,
        JobClaim.Read,
        ("owner", owner),
        ("queue", queue),
        ("lease", (long)options.Lease.TotalMilliseconds)).FirstOrDefault();
}
