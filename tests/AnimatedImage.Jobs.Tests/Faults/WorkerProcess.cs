using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace AnimatedImage.Jobs.Tests.Faults;

/// <summary>A worker as users start it: a process of its own, whose log is read.</summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>Makes a terminal for a program, whose keys are read from its own standard input.</summary>
    public const string Terminal = "/usr/bin/script";

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

    /// <summary>Starts one in a terminal of its own, as in front of a user; <see cref="Id"/> is the terminal's.</summary>
    public static WorkerProcess StartInTerminal(string store, params string[] more)
    {
        string[] words = ["dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "AnimatedImage.Worker.dll"), "work", "--json", "--store", store, .. more];
        string program = $"exec {string.Join(' ', words.Select(word => $"'{word}'"))}";
        return new WorkerProcess(Process.Start(new ProcessStartInfo(Terminal, ["--quiet", "--return", "--command", program, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
    }

    /// <summary>Ctrl+C in its terminal.</summary>
    public void Interrupt()
    {
        _process.StandardInput.Write('\u0003');
        _process.StandardInput.Flush();
    }

    /// <summary>Ctrl+C in its terminal, and waits until it has ended.</summary>
    public async Task<int> InterruptAndWaitAsync(CancellationToken cancellationToken)
    {
        Interrupt();
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
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

        // A terminal also shows what was typed, and .NET tells it how its keys are to behave.
        int start = line.IndexOf("{\"time\":", StringComparison.Ordinal);
        if (start < 0)
        {
            _log.Enqueue(("", null, line));
            return;
        }

        using JsonDocument json = JsonDocument.Parse(line[start..].TrimEnd());
        string? job = json.RootElement.TryGetProperty("job", out JsonElement id) ? id.GetString() : null;
        _log.Enqueue((json.RootElement.GetProperty("event").GetString()!, job, line));
    }
}
