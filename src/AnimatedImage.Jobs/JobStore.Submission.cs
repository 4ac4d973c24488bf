using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AnimatedImage.Failures;
using AnimatedImage.Jobs.Databases;
using AnimatedImage.Requests;
using AnimatedImage.Telemetry;

namespace AnimatedImage.Jobs;

/// <content>Handing jobs in.</content>
public sealed partial class JobStore
{
    // SQLite looks every parameter up in a list of all: the time grows with the square of their number.
    private const int RowsPerStatement = 10;

    private static readonly string[] s_submittedColumns =
    [
        "id", "name", "state", "queue", "priority", "tags", "template", "user_data", "session_id", "source", "requests", "item_index", "item_date",
        "not_before", "waiting", "max_attempts", "attempt", "fence", "cancel", "stage", "fraction", "frame", "frame_count", "bytes_in", "bytes_out",
        "trace_parent",
    ];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Job>> SubmitAsync(IReadOnlyList<JobSubmission> submissions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(submissions);
        foreach (JobSubmission submission in submissions)
        {
            RequestProblem.ThrowAny(submission.Check());
        }

        if (submissions.Count == 0)
        {
            return [];
        }

        // Ids are made once: a repetition after a lost connection finds its own rows.
        (string Id, string Requests, JobSubmission Job)[] rows = [.. submissions.Select(job => (JobId.New(), JobRequests.Write(job.Requests, job.Templates), job))];
        IReadOnlyList<Job> jobs = await TransactAsync((connection, transaction) => Insert(connection, transaction, rows), cancellationToken).ConfigureAwait(false);
        foreach (Job job in jobs)
        {
            Instruments.JobsSubmitted.Add(1, new KeyValuePair<string, object?>("queue", job.Queue));
        }

        return jobs;
    }

    private Job[] Insert(DbConnection connection, DbTransaction transaction, (string Id, string Requests, JobSubmission Job)[] rows)
    {
        foreach (string queue in rows.Select(row => QueueName(row.Job.Queue)).Distinct().Order(StringComparer.Ordinal))
        {
            HoldQueue(connection, transaction, queue);
        }

        foreach ((string Id, string Requests, JobSubmission Job)[] chunk in rows.Chunk(RowsPerStatement))
        {
            InsertRows(connection, transaction, chunk);
        }

        Dictionary<string, Job> found = FindAll(connection, transaction, "id", rows.Select(row => row.Id)).ToDictionary(job => job.Id);
        (string Id, string Requests, JobSubmission Job)[] known = [.. rows.Where(row => !found.ContainsKey(row.Id))];
        Dictionary<string, Job> bySession = FindAll(connection, transaction, "session_id", known.Select(row => row.Job.SessionId!).Distinct()).ToDictionary(job => job.SessionId!);
        (string Id, string Tag)[] tags = [.. rows.Where(row => found.ContainsKey(row.Id)).SelectMany(row => row.Job.Tags.Select(tag => (row.Id, Lower(tag))).Distinct())];
        foreach ((string Id, string Tag)[] chunk in tags.Chunk(RowsPerStatement))
        {
            InsertTags(connection, transaction, chunk);
        }

        _database.Notify(connection, transaction);
        return [.. rows.Select(row => found.GetValueOrDefault(row.Id) ?? SameRequest(bySession[row.Job.SessionId!], row.Requests))];
    }

    private void InsertRows(DbConnection connection, DbTransaction transaction, (string Id, string Requests, JobSubmission Job)[] chunk)
    {
        List<(string, object?)> values = [];
        List<string> lines = [];
        for (int row = 0; row < chunk.Length; row++)
        {
            object?[] columns = Columns(chunk[row].Id, chunk[row].Requests, chunk[row].Job);
            string[] names = [.. columns.Select((_, column) => string.Create(CultureInfo.InvariantCulture, $"r{row}c{column}"))];
            values.AddRange(names.Zip(columns, (name, value) => (name, value)));
            lines.Add($"({string.Join(", ", names.Select((name, column) => Typed(name, column)))}, {_database.Now})");
        }

        connection.Execute(
            transaction,
            $"INSERT INTO jobs ({string.Join(", ", s_submittedColumns)}, submitted) VALUES {string.Join(", ", lines)} ON CONFLICT DO NOTHING",
            [.. values]);
    }

    // In VALUES of several rows PostgreSQL does not take the columns' types for parameters that are NULL.
    private static string Typed(string name, int column) => s_submittedColumns[column] switch
    {
        "item_index" => $"CAST(@{name} AS INTEGER)",
        "not_before" => $"CAST(@{name} AS BIGINT)",
        "template" or "user_data" or "session_id" or "trace_parent" => $"CAST(@{name} AS TEXT)",
        _ => $"@{name}",
    };

    private static object?[] Columns(string id, string requests, JobSubmission job) =>
    [
        id,
        job.Name ?? ItemName.From(Path.GetFileNameWithoutExtension(job.Requests[0].Source!.Name)),
        (int)JobState.Submitted,
        QueueName(job.Queue),
        job.Priority,
        JsonSerializer.Serialize(job.Tags),
        job.Template,
        job.UserData,
        job.SessionId,
        job.Requests[0].Source!.Path,
        requests,
        job.Index,
        (job.Date ?? TimeProvider.System.GetLocalNow()).ToString("o", CultureInfo.InvariantCulture),
        job.NotBefore?.ToUnixTimeMilliseconds(),
        job.NotBefore is null ? 0 : 1,
        job.MaxAttempt,
        0,
        0L,
        0,
        "Waiting",
        0.0,
        0,
        0,
        0L,
        0L,
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null,
    ];

    private static void InsertTags(DbConnection connection, DbTransaction transaction, (string Id, string Tag)[] chunk)
    {
        List<(string, object?)> values = [];
        List<string> lines = [];
        for (int row = 0; row < chunk.Length; row++)
        {
            values.Add((string.Create(CultureInfo.InvariantCulture, $"t{row}"), chunk[row].Tag));
            values.Add((string.Create(CultureInfo.InvariantCulture, $"j{row}"), chunk[row].Id));
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"(@t{row}, @j{row})"));
        }

        connection.Execute(transaction, $"INSERT INTO job_tags (tag, job_id) VALUES {string.Join(", ", lines)} ON CONFLICT DO NOTHING", [.. values]);
    }

    private static Job SameRequest(Job job, string requests) => JobRequests.Write(job.Requests, job.Templates) == requests ? job : throw new ConversionException(
        ErrorId.InvalidParameter,
        FailureKind.Input,
        $"The session id {InvalidValue.Quote(job.SessionId!)} belongs to job '{job.Id}', which has another request.",
        "Use a session id for one request only.");

    private static string QueueName(string name) => Lower(name);

    private static string Lower(string text) => text.ToLower(CultureInfo.InvariantCulture);
}
