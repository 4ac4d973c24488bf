using System.Runtime.InteropServices;

namespace AnimatedImage.Worker.Jobs;

/// <summary>Ctrl+C and SIGTERM: the first asks to stop, the second insists.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _stopNow = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Begins to listen.</summary>
    /// <param name="cancellationToken">Another reason to stop.</param>
    public StopSignals(CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];
    }

    /// <summary>Nothing new.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>No time for what runs.</summary>
    public CancellationToken StopNow => _stopNow.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
        _stopNow.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_stop.IsCancellationRequested)
        {
            _stopNow.Cancel();
        }
        else
        {
            _stop.Cancel();
        }
    }
}
