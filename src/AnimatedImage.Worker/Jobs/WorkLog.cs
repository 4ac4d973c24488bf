using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AnimatedImage.Jobs.Working;

namespace AnimatedImage.Worker.Jobs;

/// <summary>The worker's log on standard output: a line an event, for people or as JSON for a log collector. Holds no secret.</summary>
internal sealed class WorkLog(TextWriter output, bool json)
{
    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _lock = new();

    /// <summary>Writes one line; safe from any thread.</summary>
    public void Write(JobWorkerEvent happened)
    {
        string line = json ? Json(happened) : Text(happened);
        lock (_lock)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    private static string Json(JobWorkerEvent happened)
    {
        JsonObject line = new()
        {
            ["time"] = DateTimeOffset.UtcNow.ToString("o", CultureInfo.InvariantCulture),
            ["level"] = happened.IsProblem ? "warning" : "information",
            ["event"] = happened.Name,
            ["message"] = happened.Message,
        };
        if (happened.JobId is not null)
        {
            line["job"] = happened.JobId;
            line["attempt"] = happened.Attempt;
        }

        if (happened.ErrorId is not null)
        {
            line["error"] = happened.ErrorId;
        }

        if (happened.Duration is { } duration)
        {
            line["seconds"] = Math.Round(duration.TotalSeconds, 3);
        }

        return line.ToJsonString(s_options);
    }

    private static string Text(JobWorkerEvent happened)
    {
        string job = happened.JobId is null ? "" : string.Create(CultureInfo.InvariantCulture, $" {happened.JobId} #{happened.Attempt}");
        string error = happened.ErrorId is null ? "" : $" {happened.ErrorId}";
        string seconds = happened.Duration is { } duration ? string.Create(CultureInfo.InvariantCulture, $" ({duration.TotalSeconds:0.00} s)") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ} {(happened.IsProblem ? "warn" : "info")} {happened.Name}{job}{error}: {happened.Message.ReplaceLineEndings(" ")}{seconds}");
    }
}
