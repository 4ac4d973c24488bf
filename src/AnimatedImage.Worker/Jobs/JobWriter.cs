using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AnimatedImage.Failures;
using AnimatedImage.Jobs;
using AnimatedImage.Requests;
using AnimatedImage.Worker.Output;

namespace AnimatedImage.Worker.Jobs;

/// <summary>Tells about jobs, queues and workers: a line each, for people or as JSON.</summary>
internal sealed class JobWriter(TextWriter output, TextWriter error, bool json)
{
    /// <summary>The exit code so far: the first failure's, or success.</summary>
    public int Code { get; private set; }

    /// <summary>A job that was handed in.</summary>
    public void WriteSubmitted(Job job) => Line(job, job.Id);

    /// <summary>A job.</summary>
    public void Write(Job job) => Line(job, string.Create(
        CultureInfo.InvariantCulture,
        $"{job.Id} {(job.IsCancelRequested ? "Stopping" : job.State),-9} {job.Progress.Fraction * 100,3:0}% {job.Queue} {job.Priority} {job.Attempt}/{job.MaxAttempt} {job.SubmitTime:yyyy-MM-ddTHH:mm:ssZ} {job.Name} {job.Source}"));

    /// <summary>A job, whole.</summary>
    public void WriteWhole(Job job)
    {
        if (json)
        {
            Write(job);
            return;
        }

        (string, object?)[] lines =
        [
            ("id", job.Id), ("name", job.Name), ("state", job.State), ("queue", job.Queue), ("priority", job.Priority), ("tags", string.Join(", ", job.Tags)),
            ("source", job.Source), ("request", string.Join('\n', job.Requests.Select(request => RequestJson.Write(request)))), ("plan", job.Plan), ("worker", job.Worker),
            ("attempt", string.Create(CultureInfo.InvariantCulture, $"{job.Attempt} of {job.MaxAttempt}")),
            ("progress", string.Create(CultureInfo.InvariantCulture, $"{job.Progress.Stage}, {job.Progress.Frame} of {job.Progress.FrameCount} frames")),
            ("submitted", Time(job.SubmitTime)), ("not before", Time(job.NotBefore)), ("started", Time(job.StartTime)), ("ended", Time(job.EndTime)), ("user data", job.UserData),
            ("session id", job.SessionId), ("template", job.Template), ("error", job.Error), ("advice", job.Error?.Advice),
            .. job.Results.Select(result => ("output", (object?)string.Create(CultureInfo.InvariantCulture, $"{result.Destination}, {result.Bytes} bytes"))),
        ];
        foreach ((string name, object? value) in lines.Where(line => line.Item2 is not null and not ""))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-11} {Convert.ToString(value, CultureInfo.InvariantCulture)!.Replace("\n", "\n            ", StringComparison.Ordinal)}"));
        }
    }

    /// <summary>A queue.</summary>
    public void Write(JobQueue queue) => Line(queue, string.Create(
        CultureInfo.InvariantCulture,
        $"{queue.Name} {(queue.IsPaused ? "paused" : "active")}, {queue.Depth} waiting, {queue.Running} running{(queue.Concurrency is { } limit ? $" of {limit}" : "")}, {queue.SucceededLastHour} done and {queue.FailedLastHour} failed in the last hour"));

    /// <summary>A worker.</summary>
    public void Write(WorkerInfo worker) => Line(worker, string.Create(
        CultureInfo.InvariantCulture,
        $"{worker.Id} {(!worker.IsAlive ? "lost" : worker.IsStopping ? "stopping" : "working")}, {worker.Jobs.Count} of {worker.Capacity} jobs, version {worker.Version}, heartbeat {worker.Heartbeat:yyyy-MM-ddTHH:mm:ssZ}"));

    /// <summary>A failure.</summary>
    public void Write(ConversionException failure)
    {
        Code = Code == ExitCode.Success ? ExitCode.Of(failure.Kind) : Code;
        if (json)
        {
            output.WriteLine(new JsonObject
            {
                ["error"] = new JsonObject { ["id"] = failure.ErrorId, ["kind"] = failure.Kind.ToString(), ["message"] = failure.Message, ["advice"] = failure.Advice },
            }.ToJsonString(JsonResultWriter.Options));
            return;
        }

        error.WriteLine($"error {failure.ErrorId}: {failure.Message}");
        if (failure.Advice is not null)
        {
            error.WriteLine($"  {failure.Advice}");
        }
    }

    private static string? Time(DateTimeOffset? time) => time?.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private void Line<T>(T item, string text) => output.WriteLine(json ? JsonSerializer.Serialize(item, JsonResultWriter.Options) : text);
}
