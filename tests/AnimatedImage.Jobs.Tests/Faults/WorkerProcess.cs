using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace AnimatedImage.Jobs.Tests.Faults;

/// <summary>A worker as users start it: a process of its own, whose log is read.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<(string Event, string? Job, string Line)> _log = new();

    private WorkerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it has logged so far.</summary>
    public IReadOnlyCollection<(string Event, string? Job, string Line)> Log => _log;

    /// <summary>The system's id.</summary>
    public int Id => _process.Id;

    /// <summary>True once it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Starts one.</summary>
    public static WorkerProcess Start(string store, int capacity = 2, double lease = 3, IReadOnlyDictionary<string, string>? environment = null, params string[] more)
    {
        ProcessStartInfo start = new("dotnet",
        [
            "exec", Path.Combine(AppContext.BaseDirectory, "AnimatedImage.Worker.dll"), "work", "--json", "--store", store,
            "--capacity", capacity.ToString(CultureInfo.InvariantCulture), "--lease", lease.ToString(CultureInfo.InvariantCulture), .. more,
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new WorkerProcess(Process.Start(start)!);
    }

    /// <summary>kill -9: no line of its code runs any more.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Sends it a signal by the shell's own kill.</summary>
    public void Signal(string name) => Process.Start("sh", ["-c", $"kill -{name} {_process.Id}"]).WaitForExit();

    /// <summary>Asks it to stop and waits until it has.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        Signal("TERM");
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Waits until it has logged something.</summary>
    public async Task UntilAsync(string happened, CancellationToken cancellationToken)
    {
        while (!_log.Any(line => line.Event == happened))
        {
            Assert.False(HasEnded, string.Join('\n', _log.Select(line => line.Line)));
            await Task.Delay(20, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (!line.StartsWith('{'))
        {
            _log.Enqueue(("", null, line));
            return;
        }

        using JsonDocument json = JsonDocument.Parse(line);
        string? job = json.RootElement.TryGetProperty("job", out JsonElement id) ? id.GetString() : null;
        _log.Enqueue((json.RootElement.GetProperty("event").GetString()!, job, line));
    }
}
