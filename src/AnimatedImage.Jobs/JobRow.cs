using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Jobs.Databases;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Jobs;

/// <summary>A row of the table as a <see cref="Job"/>.</summary>
internal static class JobRow
{
    /// <summary>Every column that <see cref="Read"/> reads.</summary>
    public const string Columns =
        "id, name, state, queue, priority, tags, template, user_data, session_id, source, requests, not_before, waiting, max_attempts, attempt, owner, cancel, "
        + "submitted, started, finished, stage, fraction, frame, frame_count, plan, results, error_id, error_kind, error_message, error_advice, bytes_in, bytes_out";

    /// <summary>Reads a row that also has a column <c>now</c>.</summary>
    public static Job Read(DbDataReader row)
    {
        JobState state = (JobState)row.Number("state")!.Value;
        DateTimeOffset? started = row.Time("started");
        DateTimeOffset? finished = row.Time("finished");
        (ConversionRequest[] requests, string[] templates) = JobRequests.Read(row.Text("requests")!);
        return new Job
        {
            Id = row.Text("id")!,
            Name = row.Text("name")!,
            State = state,
            Queue = row.Text("queue")!,
            Priority = (int)row.Number("priority")!.Value,
            Tags = row.Text("tags") is { Length: > 2 } tags ? JsonSerializer.Deserialize<string[]>(tags)! : [],
            Template = row.Text("template"),
            UserData = row.Text("user_data"),
            SessionId = row.Text("session_id"),
            Source = MediaLocation.Parse(row.Text("source")!),
            Requests = requests,
            Templates = templates,
            Attempt = (int)row.Number("attempt")!.Value,
            MaxAttempt = (int)row.Number("max_attempts")!.Value,
            Worker = row.Text("owner"),
            SubmitTime = row.Time("submitted")!.Value,
            NotBefore = row.Number("waiting") == 1 ? row.Time("not_before") : null,
            StartTime = started,
            EndTime = finished,
            Progress = new JobProgress(row.Text("stage")!, row.GetDouble(row.GetOrdinal("fraction")), (int)row.Number("frame")!.Value, (int)row.Number("frame_count")!.Value),
            Plan = row.Text("plan"),
            Results = row.Text("results") is { } results ? ResultJson.Read(results) : (IReadOnlyList<ConversionResult>)[],
            Error = row.Text("error_id") is { } errorId
                ? new JobError(errorId, Enum.Parse<FailureKind>(row.Text("error_kind")!), row.Text("error_message")!, row.Text("error_advice"))
                : null,
            BytesIn = row.Number("bytes_in")!.Value,
            BytesOut = row.Number("bytes_out")!.Value,
            IsCancelRequested = state == JobState.Running && row.Number("cancel") == 1,
            Elapsed = started is null ? null : state == JobState.Running ? row.Time("now") - started : finished - started,
        };
    }

    /// <summary>What <c>{date}</c> and <c>{index}</c> stand for in a job's destination.</summary>
    public static (DateTimeOffset Date, int? Index) Variables(DbDataReader row) =>
        (DateTimeOffset.ParseExact(row.Text("item_date")!, "o", CultureInfo.InvariantCulture), (int?)row.Number("item_index"));
}
