using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Threading.Channels;
using AnimatedImage.Failures;
using AnimatedImage.Jobs.Databases;
using AnimatedImage.Requests;

namespace AnimatedImage.Jobs.Working;

/// <summary>
/// Takes jobs from a store and carries them out until it is told to stop: by its caller, or by <see cref="IJobStore.StopWorkerAsync"/>
/// from anywhere. Several in one process, and many in as many as the store allows, work side by side.
/// </summary>
public sealed class JobWorker
{
    // Where the database tells about new jobs, looking is only for what it could not tell.
    private static readonly TimeSpan s_pollWhenTold = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_longestRest = TimeSpan.FromMilliseconds(400);

    // Milliseconds of rest for each worker above so many.
    private const int SmallFleet = 8;
    private const double RestPerWorker = 2;

    private static readonly TimeSpan s_timeToGiveUp = TimeSpan.FromSeconds(5);

    private readonly WorkerContext _context;
    private readonly ConcurrentDictionary<JobRun, byte> _runs = new();
    private readonly Lock _starting = new();
    private bool _isDraining;

    // One signal is enough: whoever wakes looks at everything.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Prepares a worker.</summary>
    /// <param name="store">Where the jobs are.</param>
    /// <param name="executor">Who does them, as a rule a <see cref="ConversionExecutor"/>.</param>
    /// <param name="options">How it works.</param>
    /// <param name="report">Takes what its log should hold, from any thread; may be null.</param>
    /// <exception cref="ConversionException">The options are unsound.</exception>
    public JobWorker(JobStore store, IJobExecutor executor, JobWorkerOptions options, Action<JobWorkerEvent>? report = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(executor);
        ArgumentNullException.ThrowIfNull(options);
        RequestProblem.ThrowAny(options.Check());
        Id = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3))}");
        _context = new WorkerContext(store, executor, options, Id, report);
    }

    /// <summary>The worker's id in the store.</summary>
    public string Id { get; }

    /// <summary>Works until it is told to stop, or until nothing is left where the options say so. What it could not finish is handed back.</summary>
    /// <param name="stop">Takes nothing new; running jobs get <see cref="JobWorkerOptions.DrainTime"/>.</param>
    /// <param name="stopNow">Gives running jobs no time.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken stopNow = default)
    {
        using CancellationTokenSource told = CancellationTokenSource.CreateLinkedTokenSource(stop, stopNow);
        using CancellationTokenSource hurry = CancellationTokenSource.CreateLinkedTokenSource(stopNow);
        _context.Store.Database.Listen();
        _context.Store.Database.Notified += Wake;
        try
        {
            if (!await RegisterAsync(told.Token).ConfigureAwait(false))
            {
                return;
            }

            // Cancelling from the pulse's thread would run what waits for it there.
            using WorkerPulse pulse = new(_context, _runs, () => Task.Run(told.Cancel, CancellationToken.None));
            pulse.Start();
            _context.MayTake = () => !told.IsCancellationRequested && !_isDraining;
            Report("WorkerStarted", $"Worker {Id} takes up to {_context.Options.Capacity} jobs at once from {_context.Store.Description}.");
            await ClaimUntilAsync(told.Token).ConfigureAwait(false);
            pulse.IsDraining = true;
            lock (_starting)
            {
                // From here on no run is added: what is there is all that has to end.
                _isDraining = true;
            }

            await DrainAsync(hurry.Token).ConfigureAwait(false);
        }
        finally
        {
            _context.Store.Database.Notified -= Wake;
        }

        _context.IsGivingUp = true;
        await _context.UntilTakenAsync(
            () =>
            {
                _context.Store.Unregister(Id);
                return true;
            },
            CancellationToken.None).ConfigureAwait(false);
        Report("WorkerStopped", $"Worker {Id} has ended.");
    }

    private async Task<bool> RegisterAsync(CancellationToken stop)
    {
        try
        {
            return await _context.UntilTakenAsync(
                () =>
                {
                    _context.Store.Register(Id, _context.Options);
                    return true;
                },
                stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task ClaimUntilAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (await TakeAsync().ConfigureAwait(false))
            {
                continue;
            }

            if (_context.Options.StopWhenEmpty && _runs.IsEmpty && !_context.HadOutage)
            {
                return;
            }

            await RestAsync(stop).ConfigureAwait(false);
            await WaitAsync(await Task.Run(UntilNextLook, CancellationToken.None).ConfigureAwait(false), stop).ConfigureAwait(false);
        }
    }

    // A new job wakes everybody, and one gets it. In a large fleet each looks at a moment of its own: the job is found as soon, by whoever
    // comes first, and the database is not asked by all of them for every job.
    private async Task RestAsync(CancellationToken stop)
    {
        double longest = Math.Min(s_longestRest.TotalMilliseconds, (_context.Fleet - SmallFleet) * RestPerWorker);
        if (longest > 0)
        {
#pragma warning disable CA5394 // Spreads load; nothing depends on it being unpredictable.
            await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * longest), stop)).ConfigureAwait(false);
#pragma warning restore CA5394
        }
    }

    private async Task<bool> TakeAsync()
    {
        if (_runs.Count >= _context.Options.Capacity || !await _context.Taking.WaitAsync(0, CancellationToken.None).ConfigureAwait(false))
        {
            // A run that ends wakes us, whether it has taken another job or not.
            return false;
        }

        try
        {
            JobClaim? claim = _runs.Count < _context.Options.Capacity ? await Task.Run(TryClaim, CancellationToken.None).ConfigureAwait(false) : null;
            if (claim is not null)
            {
                Start(claim);
            }

            return claim is not null;
        }
        finally
        {
            _context.Taking.Release();
        }
    }

    private JobClaim? TryClaim()
    {
        try
        {
            return _context.Store.Claim(Id, _context.Options);
        }
        catch (Exception exception) when (Database.IsFailure(exception))
        {
            _context.NoteOutage(exception);
            return null;
        }
    }

    private TimeSpan UntilNextLook()
    {
        if (_runs.Count >= _context.Options.Capacity)
        {
            // A run that ends wakes us.
            return s_pollWhenTold;
        }

        if (!_context.Store.Database.Notifies)
        {
            return s_poll;
        }

        try
        {
            return _context.Store.UntilDue() is { } due ? TimeSpan.FromMilliseconds(Math.Clamp(due, 10, s_pollWhenTold.TotalMilliseconds)) : s_pollWhenTold;
        }
        catch (Exception exception) when (Database.IsFailure(exception))
        {
            _context.NoteOutage(exception);
            return s_poll;
        }
    }

    private void Start(JobClaim claim)
    {
        JobRun run = new(_context, claim);
        _runs.TryAdd(run, 0);
        _context.Report(JobWorkerEvent.OfJob("JobStarted", false, claim, $"{claim.Job.Source} ({claim.Job.Name})"));
        _ = Task.Run(async () =>
        {
            await run.RunAsync().ConfigureAwait(false);
            if (run.Next is { } next)
            {
                await TakeOnAsync(next).ConfigureAwait(false);
            }

            _runs.TryRemove(run, out _);
            run.Dispose();
            Wake();
        });
    }

    private async Task TakeOnAsync(JobClaim next)
    {
        try
        {
            lock (_starting)
            {
                if (_context.MayTake())
                {
                    Start(next);
                    return;
                }
            }

            await _context.UntilTakenAsync(() => _context.Store.HandBack(next, Id), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _context.Taking.Release();
        }
    }

    private async Task DrainAsync(CancellationToken hurry)
    {
        if (_runs.IsEmpty)
        {
            return;
        }

        Report("WorkerDraining", $"Worker {Id} takes nothing new; {_runs.Count} jobs have {_context.Options.DrainTime.TotalSeconds:0} s to end.");
        await UntilIdleAsync(_context.Options.DrainTime, hurry).ConfigureAwait(false);
        foreach (JobRun run in _runs.Keys)
        {
            run.Stop(JobRun.StopReason.Draining);
        }

        await UntilIdleAsync(s_timeToGiveUp, CancellationToken.None).ConfigureAwait(false);

        // The store does not answer: the leases will run out.
        _context.IsGivingUp = true;
        await UntilIdleAsync(s_timeToGiveUp, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task UntilIdleAsync(TimeSpan limit, CancellationToken hurry)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(hurry);
        end.CancelAfter(limit);
        while (!_runs.IsEmpty && !end.IsCancellationRequested)
        {
            await WaitAsync(s_poll, end.Token).ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(limit);
        try
        {
            await _wake.Reader.ReadAsync(end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The time is up, or the caller looks at its token.
        }
    }

    private void Report(string name, string message) => _context.Report(new JobWorkerEvent(name, false, message));

    private void Wake() => _wake.Writer.TryWrite(true);
}
