using System.Diagnostics;
using AnimatedImage.Jobs.Databases;

namespace AnimatedImage.Jobs.Working;

/// <summary>What the parts of one worker share.</summary>
/// <param name="store">Where the jobs are.</param>
/// <param name="executor">Who does them.</param>
/// <param name="options">How the worker works.</param>
/// <param name="workerId">Who the worker is.</param>
/// <param name="report">Takes its log.</param>
internal sealed class WorkerContext(JobStore store, IJobExecutor executor, JobWorkerOptions options, string workerId, Action<JobWorkerEvent>? report)
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(2);

    private long _lastOutage = long.MinValue;

    public JobStore Store { get; } = store;

    public IJobExecutor Executor { get; } = executor;

    public JobWorkerOptions Options { get; } = options;

    public string WorkerId { get; } = workerId;

    /// <summary>True once the process must end although the store has not answered.</summary>
    public bool IsGivingUp { get; set; }

    /// <summary>Entered by whoever takes a job, and left when the job has been told of: so the taking is one after the other.</summary>
    public SemaphoreSlim Taking { get; } = new(1);

    /// <summary>Living workers, this one included, as last counted.</summary>
    public int Fleet { get; set; } = 1;

    /// <summary>False once the worker takes nothing new.</summary>
    public Func<bool> MayTake { get; set; } = () => false;

    /// <summary>True while the store could not be reached lately: everybody's leases may have run out without anybody being lost.</summary>
    public bool HadOutage => _lastOutage != long.MinValue && Stopwatch.GetElapsedTime(_lastOutage) < Options.Lease / 2;

    /// <summary>Writes into the log.</summary>
    public void Report(JobWorkerEvent happened) => report?.Invoke(happened);

    /// <summary>Notes that the store could not be reached.</summary>
    public void NoteOutage(Exception exception)
    {
        bool isNew = !HadOutage;
        _lastOutage = Stopwatch.GetTimestamp();
        if (isNew)
        {
            Report(JobWorkerEvent.OfStore(Store.Database.Explain(exception)));
        }
    }

    /// <summary>Notes that this worker was held up for longer than a lease: others may have been, by the same thing.</summary>
    public void NotePause() => _lastOutage = Stopwatch.GetTimestamp();

    /// <summary>Repeats until the store has answered, however long it is away: what a job came to must not be lost.</summary>
    public async Task<bool> UntilTakenAsync(Func<bool> change, CancellationToken cancellationToken)
    {
        for (TimeSpan pause = TimeSpan.FromMilliseconds(50); ; pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await Task.Run(change, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception) when (Database.IsFailure(exception))
            {
                NoteOutage(exception);
                if (IsGivingUp)
                {
                    return false;
                }
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }
}
