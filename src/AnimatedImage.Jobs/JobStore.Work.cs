using System.Data.Common;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Jobs.Databases;
using AnimatedImage.Jobs.Working;

namespace AnimatedImage.Jobs;

/// <content>
/// What workers do. Whoever holds a job is named by (owner, fence): the fence grows with every claim and never shrinks, so that a worker
/// that slept through the end of its lease can change nothing any more. All times are the database's.
/// </content>
public sealed partial class JobStore
{
    private const string Held = "id = @id AND state = 1 AND owner = @owner AND fence = @fence";

    // Publishing what is complete needs no decoder that could crash: a few more claims than the job itself has.
    private const int MoreAttemptsToPublish = 3;

    /// <summary>
    /// Renews the leases of what a worker really runs; progress that is given is stored with it.
    /// </summary>
    /// <returns>Which of the given are still held, and whether they are to be stopped.</returns>
    internal Dictionary<(string Id, long Fence), bool> Renew(string owner, IReadOnlyList<JobClaim> running, TimeSpan lease)
    {
        (string list, (string, object?)[] values) = SqlStatement.In("i", running.Select(claim => claim.Job.Id));
        return _database.Change(connection => connection.Query(
            null,
            $"UPDATE jobs SET lease_until = {_database.Now} + @lease WHERE state = 1 AND owner = @owner AND id IN ({list}) RETURNING id, fence, cancel",
            row => (Key: (row.GetString(0), row.GetInt64(1)), IsCancelled: row.GetInt64(2) == 1),
            [.. values, ("owner", owner), ("lease", (long)lease.TotalMilliseconds)])).ToDictionary(row => row.Key, row => row.IsCancelled);
    }

    /// <summary>Which of the given are still held and whether they are to be stopped, without writing.</summary>
    internal Dictionary<(string Id, long Fence), bool> Look(string owner, IReadOnlyList<JobClaim> running)
    {
        (string list, (string, object?)[] values) = SqlStatement.In("i", running.Select(claim => claim.Job.Id));
        return _database.Read(connection => connection.Query(
            null,
            $"SELECT id, fence, cancel FROM jobs WHERE state = 1 AND owner = @owner AND id IN ({list})",
            row => (Key: (row.GetString(0), row.GetInt64(1)), IsCancelled: row.GetInt64(2) == 1),
            [.. values, ("owner", owner)])).ToDictionary(row => row.Key, row => row.IsCancelled);
    }

    /// <summary>Stores how far a job is, and renews its lease.</summary>
    internal void SaveProgress(JobClaim claim, string owner, JobRunState state, TimeSpan lease) => _database.Change(connection => connection.Execute(
        null,
        $"""
        UPDATE jobs SET stage = @stage, fraction = @fraction, frame = @frame, frame_count = @count, plan = @plan, folders = @folders, bytes_in = @bytes,
            lease_until = {_database.Now} + @lease WHERE {Held}
        """,
        [
            .. Holder(claim, owner),
            ("stage", state.Progress.Stage), ("fraction", state.Progress.Fraction), ("frame", state.Progress.Frame), ("count", state.Progress.FrameCount),
            ("plan", state.Plan), ("folders", state.Folders), ("bytes", state.BytesIn), ("lease", (long)lease.TotalMilliseconds),
        ]));

    /// <summary>
    /// The point of no return: records what is staged, so that from here on the outputs appear even if this worker dies.
    /// </summary>
    /// <returns>False when the job is not held any more or is to be stopped.</returns>
    internal bool Commit(JobClaim claim, string owner, JobRunState state, string? staged, TimeSpan lease) => _database.Change(connection => connection.Execute(
        null,
        $"""
        UPDATE jobs SET stage = 'Publishing', fraction = 1, frame = @count, frame_count = @count, staged = @staged, plan = @plan, folders = @folders, bytes_in = @bytes,
            lease_until = {_database.Now} + @lease WHERE {Held} AND cancel = 0
        """,
        [
            .. Holder(claim, owner),
            ("count", state.Progress.FrameCount), ("staged", staged), ("plan", state.Plan), ("folders", state.Folders), ("bytes", state.BytesIn), ("lease", (long)lease.TotalMilliseconds),
        ])) == 1;

    /// <summary>Ends a job. Saying it twice does no harm.</summary>
    /// <returns>False when the job is not held any more: whatever was done is void.</returns>
    internal bool Finish(JobClaim claim, string owner, JobState state, JobRunState run, IReadOnlyList<ConversionResult> results, JobError? error) =>
        _database.Change(connection => End(connection, null, claim, owner, state, run, results, error)) == 1
        || _database.Read(connection => HasEnded(connection, null, claim, owner, state));

    /// <summary>Puts a job back after a failure that may pass.</summary>
    internal bool Retry(JobClaim claim, string owner, JobError error, TimeSpan pause) => _database.Change(connection => connection.Execute(
        null,
        $"""
        UPDATE jobs SET state = 0, waiting = 1, not_before = {_database.Now} + @pause, lease_until = NULL, staged = NULL, stage = 'Waiting', fraction = 0, frame = 0,
            {Errors(error)} WHERE {Held}
        """,
        [.. Holder(claim, owner), ("pause", (long)pause.TotalMilliseconds), .. ErrorValues(error)])) == 1;

    /// <summary>Puts back what a worker that ends has not finished; the attempt does not count.</summary>
    internal bool HandBack(JobClaim claim, string owner) => _database.Transact((connection, transaction) =>
    {
        int changed = connection.Execute(
            transaction,
            $"UPDATE jobs SET state = 0, waiting = 0, attempt = attempt - 1, lease_until = NULL, staged = NULL, stage = 'Waiting', fraction = 0, frame = 0 WHERE {Held}",
            Holder(claim, owner));
        _database.Notify(connection, transaction);
        return changed == 1;
    });

    /// <summary>Takes up the jobs whose lease has run out: anyone may do it at any time.</summary>
    /// <param name="owner">Who does it; null = nobody who runs anything.</param>
    /// <param name="running">What it really runs: nobody is lost to himself, however late he is.</param>
    /// <returns>What became of them.</returns>
    internal IReadOnlyList<RecoveredJob> Sweep(string? owner = null, IReadOnlyList<JobClaim>? running = null)
    {
        (string list, (string, object?)[] values) = SqlStatement.In("i", (running ?? []).Select(claim => claim.Job.Id));
        string isOver = $"state = 1 AND lease_until < {_database.Now}" + (values.Length == 0 ? "" : $" AND NOT (owner = @me AND id IN ({list}))");
        (string, object?)[] mine = values.Length == 0 ? [] : [("me", owner), .. values];
        if (_database.Read(connection => connection.Number(null, $"SELECT COUNT(*) FROM jobs WHERE {isOver}", mine)) == 0)
        {
            return [];
        }

        const string publishes = "staged IS NOT NULL";
        string goesOn = $"(attempt < max_attempts OR ({publishes} AND attempt < max_attempts + {MoreAttemptsToPublish}))";
        string isStopped = $"(cancel = 1 AND NOT {publishes})";
        return _database.Transact((connection, transaction) =>
        {
            List<RecoveredJob> jobs = connection.Query(
                transaction,
                $"""
                UPDATE jobs SET state = CASE WHEN {isStopped} THEN 5 WHEN {goesOn} THEN 0 ELSE 3 END, waiting = 0, lease_until = NULL,
                    finished = CASE WHEN {isStopped} OR NOT {goesOn} THEN {_database.Now} END,
                    stage = CASE WHEN {isStopped} OR NOT {goesOn} THEN 'Done' ELSE 'Waiting' END,
                    error_id = @error, error_kind = @kind, error_advice = @advice,
                    error_message = 'The worker ' || owner || ' was lost while it worked on the job (attempt ' || attempt || ' of ' || max_attempts || ').'
                WHERE {isOver} RETURNING id, state, attempt, owner, queue, folders
                """,
                row => new RecoveredJob(
                    row.Text("id")!, (JobState)row.Number("state")!.Value, (int)row.Number("attempt")!.Value, row.Text("owner")!, row.Text("queue")!, row.Text("folders")),
                [
                    .. mine,
                    ("error", ErrorId.WorkerLost),
                    ("kind", FailureKind.Internal.ToString()),
                    ("advice", "See the worker's log and its machine's: the process was killed, the machine was lost, or the source crashes whatever reads it."),
                ]);
            _database.Notify(connection, transaction);
            return jobs;
        });
    }

    private int End(
        DbConnection connection,
        DbTransaction? transaction,
        JobClaim claim,
        string owner,
        JobState state,
        JobRunState run,
        IReadOnlyList<ConversionResult> results,
        JobError? error) => connection.Execute(
        transaction,
        $"""
        UPDATE jobs SET state = @state, finished = {_database.Now}, lease_until = NULL, staged = NULL, stage = 'Done', cancel = 0,
            fraction = CASE WHEN @state = 2 THEN 1 ELSE fraction END, frame = @frame, frame_count = @count, plan = @plan, results = @results, bytes_in = @bytes_in,
            bytes_out = @bytes_out, {Errors(state == JobState.Success ? null : error)} WHERE {Held}
        """,
        [
            .. Holder(claim, owner),
            ("state", (int)state), ("frame", run.Progress.Frame), ("count", run.Progress.FrameCount), ("plan", run.Plan),
            ("results", results.Count == 0 ? null : ResultJson.Write(results)), ("bytes_in", run.BytesIn), ("bytes_out", results.Sum(result => result.Bytes)),
            .. ErrorValues(state == JobState.Success ? null : error),
        ]);

    // The answer to an earlier try may have been lost on the way.
    private static bool HasEnded(DbConnection connection, DbTransaction? transaction, JobClaim claim, string owner, JobState state) => connection.Number(
        transaction, "SELECT COUNT(*) FROM jobs WHERE id = @id AND state = @state AND owner = @owner AND fence = @fence", [.. Holder(claim, owner), ("state", (int)state)]) == 1;

    private static (string, object?)[] Holder(JobClaim claim, string owner) => [("id", claim.Job.Id), ("owner", owner), ("fence", claim.Fence)];

    private static string Errors(JobError? error) => error is null
        ? "error_id = NULL, error_kind = NULL, error_message = NULL, error_advice = NULL"
        : "error_id = @error_id, error_kind = @error_kind, error_message = @error_message, error_advice = @error_advice";

    private static (string, object?)[] ErrorValues(JobError? error) => error is null
        ? []
        : [("error_id", error.ErrorId), ("error_kind", error.Kind.ToString()), ("error_message", error.Message.Replace('\0', '·')), ("error_advice", error.Advice)];
}
