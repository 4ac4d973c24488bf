using System.Collections.Concurrent;
using System.Diagnostics;
using AnimatedImage.Jobs.Databases;
using AnimatedImage.Sinks;
using AnimatedImage.Telemetry;

namespace AnimatedImage.Jobs.Working;

/// <summary>
/// The worker's heart, on a thread of its own: renews leases, stores progress, hears that jobs are to be stopped, and takes up the jobs of
/// workers that were lost. Nothing that the jobs do can keep it from beating.
/// </summary>
internal sealed class WorkerPulse : IDisposable
{
    /// <summary>A stop is seen within so long, also where the database does not tell about it.</summary>
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(25);

    private static readonly TimeSpan s_betweenSaves = TimeSpan.FromSeconds(1);

    private readonly WorkerContext _context;
    private readonly ConcurrentDictionary<JobRun, byte> _runs;
    private readonly Action _onStop;
    private readonly ManualResetEventSlim _wake = new();
    private readonly Thread _thread;
    private readonly TimeSpan _betweenBeats;
    private readonly TimeSpan _betweenSweeps;
    private volatile bool _isEnding;
    private long _lastBeat;
    private long _lastSweep;
    private long _lastRound = Stopwatch.GetTimestamp();
    private bool _wasLate;

    /// <summary>Prepares the pulse.</summary>
    /// <param name="context">What the worker's parts share.</param>
    /// <param name="runs">What runs, kept by the worker.</param>
    /// <param name="onStop">Called when somebody told the worker to stop.</param>
    public WorkerPulse(WorkerContext context, ConcurrentDictionary<JobRun, byte> runs, Action onStop)
    {
        _context = context;
        _runs = runs;
        _onStop = onStop;
        _betweenBeats = context.Options.Lease / 6;
        _betweenSweeps = context.Options.Lease / 3;
        _thread = new Thread(Beat) { IsBackground = true, Name = "Worker pulse", Priority = ThreadPriority.AboveNormal };
    }

    /// <summary>True once the worker takes no more jobs, so that its row says so.</summary>
    public bool IsDraining { get; set; }

    /// <summary>Begins.</summary>
    public void Start()
    {
        _context.Store.Database.Interrupted += Wake;
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _context.Store.Database.Interrupted -= Wake;
        _isEnding = true;
        _wake.Set();
        _thread.Join();
        _wake.Dispose();
    }

    private void Wake() => _wake.Set();

    private void Beat()
    {
        while (!_isEnding)
        {
            try
            {
                SaveProgress();
                Renew();
                NoteDelay();
                Sweep();
            }
            catch (Exception exception) when (Database.IsFailure(exception))
            {
                _context.NoteOutage(exception);
            }

            if (_wake.Wait(s_tick))
            {
                // Many jobs handed in at once are one piece of news.
                _wake.Reset();
                Thread.Sleep(s_rest);
            }
        }
    }

    private void SaveProgress()
    {
        foreach (JobRun run in _runs.Keys)
        {
            JobRunState state = run.State;
            if (!Equals(state, run.Saved) && state.Plan is not null && (run.Saved is null || Stopwatch.GetElapsedTime(run.SavedAt) >= s_betweenSaves))
            {
                _context.Store.SaveProgress(run.Claim, _context.WorkerId, state, _context.Options.Lease);
                run.Saved = state;
                run.SavedAt = Stopwatch.GetTimestamp();
            }
        }
    }

    private void Renew()
    {
        bool isDue = Stopwatch.GetElapsedTime(_lastBeat) >= _betweenBeats;

        // Taken before the statement: a job that is claimed meanwhile is missing in the answer, but not lost.
        JobRun[] runs = [.. _runs.Keys];
        if (runs.Length > 0)
        {
            JobClaim[] claims = [.. runs.Select(run => run.Claim)];
            Dictionary<(string Id, long Fence), bool> held = isDue
                ? _context.Store.Renew(_context.WorkerId, claims, _context.Options.Lease)
                : _context.Store.Look(_context.WorkerId, claims);
            foreach (JobRun run in runs.Where(_runs.ContainsKey))
            {
                if (!held.TryGetValue((run.Claim.Job.Id, run.Claim.Fence), out bool isCancelled))
                {
                    run.Stop(JobRun.StopReason.LeaseLost);
                }
                else if (isCancelled)
                {
                    run.Stop(JobRun.StopReason.Cancelled);
                }
            }
        }

        if (isDue)
        {
            if (_context.Store.Report(_context.WorkerId, IsDraining))
            {
                _onStop();
            }

            _context.Fleet = _context.Store.CountWorkers();
            _lastBeat = Stopwatch.GetTimestamp();
        }
    }

    // A frozen machine, or a store that somebody held for long: everybody's leases have run out, and nobody is lost. Those who are late
    // as well get the time to say so; one who is late again and again must not keep lost jobs waiting for ever.
    private void NoteDelay()
    {
        bool isLate = Stopwatch.GetElapsedTime(_lastRound) > _context.Options.Lease;
        _lastRound = Stopwatch.GetTimestamp();
        if (isLate && !_wasLate)
        {
            _context.NotePause();
        }

        _wasLate = isLate;
    }

    private void Sweep()
    {
        if (_context.HadOutage || Stopwatch.GetElapsedTime(_lastSweep) < _betweenSweeps)
        {
            return;
        }

        _lastSweep = Stopwatch.GetTimestamp();
        foreach (RecoveredJob job in _context.Store.Sweep(_context.WorkerId, [.. _runs.Keys.Select(run => run.Claim)]))
        {
            Instruments.JobsRecovered.Add(1, new("queue", job.Queue), new("state", job.State.ToString()));
            _context.Report(new JobWorkerEvent("JobRecovered", true, $"Its worker {job.Worker} was lost; now it is {job.State}.") { JobId = job.Id, Attempt = job.Attempt });
            if (JobMoves.IsEnded(job.State) && job.Folders is { Length: > 0 } folders)
            {
                foreach (string folder in folders.Split('\n'))
                {
                    FileSink.RemoveHidden(folder, $"{job.Id}-");
                }
            }
        }
    }
}
