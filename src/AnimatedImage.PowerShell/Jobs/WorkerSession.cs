using System.Runtime.InteropServices;
using System.Threading.Channels;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Jobs;
using AnimatedImage.Jobs.Working;
using AnimatedImage.PowerShell.Pipeline;
using Job = AnimatedImage.Jobs.Job;
using JobState = AnimatedImage.Jobs.JobState;

namespace AnimatedImage.PowerShell.Jobs;

/// <summary>
/// A worker in front of the user: shows what it does, writes every job it has ended. Ctrl+C lets the running jobs end within the drain
/// time, a second one hands them back at once.
/// </summary>
internal sealed class WorkerSession : IDisposable
{
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(500);

    private readonly Channel<JobWorkerEvent> _events = Channel.CreateUnbounded<JobWorkerEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _stopNow = new();
    private readonly HashSet<string> _running = [];
    private readonly Queue<string> _ended = [];
    private readonly JobStore _store;
    private readonly JobWorker _worker;
    private readonly TimeSpan _drainTime;
    private readonly int? _maxJob;
    private int _started;
    private int _done;
    private int _failed;
    private int _interrupts;

    /// <summary>Prepares a worker.</summary>
    /// <param name="store">Where the jobs are.</param>
    /// <param name="converter">Carries them out.</param>
    /// <param name="options">How it works.</param>
    /// <param name="maxJob">Ends after so many jobs; null = goes on.</param>
    /// <exception cref="ConversionException">The options are unsound.</exception>
    public WorkerSession(JobStore store, Converter converter, JobWorkerOptions options, int? maxJob)
    {
        _store = store;
        _drainTime = options.DrainTime;
        _maxJob = maxJob;

        // What the last job of a fixed number may take is the request's to say, not the drain time's.
        JobWorkerOptions own = maxJob is null ? options : options with { DrainTime = TimeSpan.FromDays(1) };
        _worker = new JobWorker(store, new ConversionExecutor(converter), own, Note);
    }

    /// <summary>Told what the user should know once the pipeline writes nothing any more; may be null.</summary>
    public Action<string>? LastWords { get; init; }

    /// <summary>Works until the options, the user or Stop-AnimationWorker end it.</summary>
    public async Task RunAsync(ICommandStreams streams, CancellationToken stopped)
    {
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Interrupt());
        using CancellationTokenRegistration end = stopped.Register(Drain);
        using ProcessEnd onExit = new(_stopNow.Cancel);
        Task run = _worker.RunAsync(_stop.Token, _stopNow.Token);
        onExit.Until(run);
        try
        {
            JobBars bars = new(streams, $"Worker {_worker.Id}");
            await using (bars.ConfigureAwait(false))
            {
                while (!run.IsCompleted)
                {
                    await Task.WhenAny(run, _events.Reader.WaitToReadAsync(stopped).AsTask(), Task.Delay(s_betweenLooks, stopped)).ConfigureAwait(false);
                    stopped.ThrowIfCancellationRequested();
                    await ShowAsync(streams, bars, stopped).ConfigureAwait(false);
                    await Task.WhenAny(run, Task.Delay(TimeSpan.FromMilliseconds(50), stopped)).ConfigureAwait(false);
                }

                await ShowAsync(streams, bars, stopped).ConfigureAwait(false);
            }
        }
        finally
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await run.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        _stopNow.Dispose();
    }

    // Called by the worker on whatever thread it happens, before it goes on.
    private void Note(JobWorkerEvent happened)
    {
        if (happened.Name == "JobStarted" && ++_started == _maxJob)
        {
            _stop.Cancel();
        }

        if (happened.Name == "WorkerDraining" && _started != _maxJob)
        {
            _stopNow.CancelAfter(_drainTime);
        }

        _events.Writer.TryWrite(happened);
    }

    private void Drain()
    {
        _stop.Cancel();
        _stopNow.CancelAfter(_drainTime);
        int left;
        lock (_running)
        {
            left = _running.Count;
        }

        if (left > 0)
        {
            LastWords?.Invoke(FormattableString.Invariant(
                $"The worker takes nothing new; {left} running {(left == 1 ? "job has" : "jobs have")} {_drainTime.TotalSeconds:0.#} s to end. Ctrl+C again hands back what is left."));
        }
    }

    private void Interrupt()
    {
        if (Interlocked.Increment(ref _interrupts) > 1)
        {
            _stopNow.Cancel();
        }
    }

    private async Task ShowAsync(ICommandStreams streams, JobBars bars, CancellationToken stopped)
    {
        while (_events.Reader.TryRead(out JobWorkerEvent? happened))
        {
            await TellAsync(streams, happened).ConfigureAwait(false);
        }

        try
        {
            await WriteEndedAsync(streams, bars, stopped).ConfigureAwait(false);
            string[] running = Running();
            if (running.Length > 0)
            {
                await foreach (Job job in _store.ListAsync(new JobQuery { Ids = running }, stopped).ConfigureAwait(false))
                {
                    await bars.ShowAsync(job).ConfigureAwait(false);
                }
            }

            string status = FormattableString.Invariant($"{running.Length} running, {_done} done") + (_failed > 0 ? FormattableString.Invariant($", {_failed} failed") : "");
            bars.ShowAll(status, null);
        }
        catch (ConversionException failure) when (failure.ErrorId == ErrorId.JobStoreUnreachable)
        {
            // The worker tells about it and goes on; so does its display.
        }
    }

    private async Task TellAsync(ICommandStreams streams, JobWorkerEvent happened)
    {
        string text = happened.JobId is null ? happened.Message : $"{happened.JobId} {happened.Name}: {happened.Message}";
        await (happened.IsProblem ? streams.WriteWarningAsync(text) : streams.WriteVerboseAsync(text)).ConfigureAwait(false);
        if (happened is not { JobId: { } id } || happened.Name == "JobRecovered")
        {
            return;
        }

        lock (_running)
        {
            if (happened.Name == "JobStarted")
            {
                _running.Add(id);
            }
            else
            {
                _running.Remove(id);
                _ended.Enqueue(id);
            }
        }
    }

    private async Task WriteEndedAsync(ICommandStreams streams, JobBars bars, CancellationToken stopped)
    {
        while (_ended.TryPeek(out string? id))
        {
            Job? job = await _store.FindAsync(id, stopped).ConfigureAwait(false);
            _ended.Dequeue();
            await bars.EndAsync(id).ConfigureAwait(false);

            // One that is tried again, was handed back or removed has not ended here.
            if (job is { IsEnded: true })
            {
                _done++;
                _failed += job.State == JobState.Failed ? 1 : 0;
                await streams.WriteObjectAsync(job).ConfigureAwait(false);
            }
        }
    }

    private string[] Running()
    {
        lock (_running)
        {
            return [.. _running];
        }
    }
}
