using System.Management.Automation;
using AnimatedImage.PowerShell.Pipeline;

namespace AnimatedImage.PowerShell.Interop;

/// <summary>
/// What <c>Convert-VideoToAnimation -AsJob</c> returns: a job of this session for Wait-Job, Receive-Job, Stop-Job and Remove-Job. Its
/// state tells the truth: Failed when any input failed, Stopped only once no child process is left.
/// </summary>
public sealed class AnimationPSJob : Job
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly string _cmdlet;
    private readonly ConversionWork _work;
    private readonly IReadOnlyList<ConversionItem> _items;
    private readonly int _throttleLimit;
    private readonly IDisposable _stores;
    private Task _running = Task.CompletedTask;
    private int _failed;

    internal AnimationPSJob(InvocationInfo invocation, ConversionWork work, IReadOnlyList<ConversionItem> items, int throttleLimit, IDisposable stores)
        : base(invocation.Line.Trim(), NameOf(items))
    {
        PSJobTypeName = "AnimationConversion";
        _cmdlet = invocation.MyCommand.Name;
        _work = work;
        _items = items;
        _throttleLimit = throttleLimit;
        _stores = stores;
        _work.Batch = new BatchProgress(new JobStreams(this, _cmdlet, _stop.Token), items.Count);
    }

    /// <summary>How far the job is: <c>3 of 10 done, 1 failed</c>.</summary>
    public override string StatusMessage => _work.Batch!.Status;

    /// <summary>True while there is something for Receive-Job.</summary>
    public override bool HasMoreData =>
        Output.Count + Error.Count + Warning.Count + Verbose.Count + Debug.Count + Information.Count > 0;

    /// <summary>Where the job runs: in this process.</summary>
    public override string Location => "PowerShell";

    /// <summary>Stops the conversions and returns once their child processes are gone and nothing half-written is left.</summary>
    public override void StopJob()
    {
        Task running;
        lock (_lock)
        {
            if (IsFinished)
            {
                return;
            }

            SetJobState(JobState.Stopping);
            running = _running;
        }

        _stop.Cancel();
        running.GetAwaiter().GetResult();
    }

    /// <summary>Starts the conversions.</summary>
    internal void Start()
    {
        lock (_lock)
        {
            SetJobState(JobState.Running);
            _running = Task.Run(RunAsync);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            StopJob();
            _stop.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool IsFinished => JobStateInfo.State is JobState.Completed or JobState.Failed or JobState.Stopped or JobState.Stopping;

    private static string NameOf(IReadOnlyList<ConversionItem> items) =>
        items.Count == 1 ? items[0].Source.Name : $"{items[0].Source.Name} and {items.Count - 1} more";

    private async Task RunAsync()
    {
        CancellationToken stopped = _stop.Token;
        JobStreams streams = new(this, _cmdlet, stopped);
        try
        {
            ParallelOptions options = new() { MaxDegreeOfParallelism = _throttleLimit, CancellationToken = stopped };
            await Parallel.ForEachAsync(_items, options, async (item, _) =>
            {
                if (!await WorkGuard.RunAsync(streams, item.Source, (to, token) => _work.RunAsync(item, to, token), stopped).ConfigureAwait(false))
                {
                    Interlocked.Increment(ref _failed);
                }
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // The inputs that had not begun yet.
        }

        await _work.Batch!.DisposeAsync().ConfigureAwait(false);
        _stores.Dispose();
        lock (_lock)
        {
            SetJobState(stopped.IsCancellationRequested ? JobState.Stopped : _failed > 0 ? JobState.Failed : JobState.Completed);
        }
    }
}
