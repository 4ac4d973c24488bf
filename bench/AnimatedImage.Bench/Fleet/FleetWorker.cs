using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace AnimatedImage.Bench.Fleet;

/// <summary>A worker as a service runs it: a process of its own, whose log is read.</summary>
internal sealed class FleetWorker : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<(string Event, string? Job)> _log = new();

    private FleetWorker(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it has logged so far.</summary>
    public IReadOnlyCollection<(string Event, string? Job)> Log => _log;

    /// <summary>True while it has not ended.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Starts one with one slot.</summary>
    /// <param name="program">The headless host's assembly.</param>
    /// <param name="store">The job store's setting.</param>
    /// <param name="lease">After so long without a sign of life its job goes to another.</param>
    public static FleetWorker Start(string program, string store, TimeSpan lease)
    {
        ProcessStartInfo start = new(
            "dotnet", ["exec", program, "work", "--json", "--capacity", "1", "--lease", lease.TotalSeconds.ToString(CultureInfo.InvariantCulture), "--store", store])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new FleetWorker(Process.Start(start)!);
    }

    /// <summary>kill -9: no line of its code runs any more.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (IsRunning)
        {
            Kill();
        }

        _process.Dispose();
    }

    // The last line of one that was killed may be torn.
    private void Read(string? line)
    {
        if (line is not ['{', .., '}'])
        {
            return;
        }

        using JsonDocument json = JsonDocument.Parse(line);
        string? job = json.RootElement.TryGetProperty("job", out JsonElement id) ? id.GetString() : null;
        _log.Enqueue((json.RootElement.GetProperty("event").GetString()!, job));
    }
}
