using System.Runtime.InteropServices;

namespace AnimatedImage.PowerShell.Jobs;

/// <summary>
/// When the process ends while something runs - by itself, by SIGTERM or with its terminal - tells it to stop and gives it a moment.
/// pwsh itself dies of these signals without a word.
/// </summary>
internal sealed class ProcessEnd : IDisposable
{
    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(5);

    private readonly Action _stop;
    private readonly PosixSignalRegistration[] _signals;
    private Task _running = Task.CompletedTask;

    /// <summary>Begins to listen.</summary>
    public ProcessEnd(Action stop)
    {
        _stop = stop;
        _signals = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, _ => StopAndWait()))];
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <summary>Says what has to end.</summary>
    public void Until(Task running) => _running = running;

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        foreach (PosixSignalRegistration signal in _signals)
        {
            signal.Dispose();
        }
    }

    private void OnExit(object? sender, EventArgs e) => StopAndWait();

    private void StopAndWait()
    {
        if (!_running.IsCompleted)
        {
            _stop();
            ((IAsyncResult)_running).AsyncWaitHandle.WaitOne(s_moment);
        }
    }
}
