using System.Diagnostics;
using AnimatedImage.Failures;
using AnimatedImage.Jobs;
using AnimatedImage.PowerShell.Pipeline;
using Job = AnimatedImage.Jobs.Job;
using JobState = AnimatedImage.Jobs.JobState;

namespace AnimatedImage.PowerShell.Jobs;

/// <summary>Waits for jobs and writes each when it has ended. Where no worker is alive to do them, this process does.</summary>
/// <param name="store">Where the jobs are; one that is not there yet has none to wait for.</param>
/// <param name="findConverter">Finds ffmpeg, when this process has to work.</param>
/// <param name="streams">Where jobs, errors and progress are written.</param>
internal sealed class JobWait(IJobStore store, Func<Conversion.Converter> findConverter, ICommandStreams streams)
{
    private readonly Dictionary<string, Job> _open = [];
    private int _ended;
    private int _failed;
    private volatile bool _cannotWork;

    /// <summary>Return when the first job has ended; default false: all.</summary>
    public bool Any { get; init; }

    /// <summary>How long to wait; null = as long as it takes.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Waits. Ids that do not exist are one error each.</summary>
    public async Task RunAsync(IReadOnlyCollection<string> ids, CancellationToken stopped)
    {
        long start = Stopwatch.GetTimestamp();
        await FindAsync(ids, stopped).ConfigureAwait(false);
        if (_open.Count == 0)
        {
            return;
        }

        await WarnOfQueuesAsync(stopped).ConfigureAwait(false);
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(stopped);
        if (Timeout is { } limit)
        {
            TimeSpan left = limit - Stopwatch.GetElapsedTime(start);
            over.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        StandInWorkers workers = new((JobStore)store, findConverter, streams);
        await using (workers.ConfigureAwait(false))
        {
            JobBars bars = new(streams, "Waiting for jobs");
            await using (bars.ConfigureAwait(false))
            {
                await WatchAsync(workers, bars, over, stopped).ConfigureAwait(false);
            }
        }
    }

    private async Task FindAsync(IReadOnlyCollection<string> ids, CancellationToken stopped)
    {
        Dictionary<string, string> wanted = ids.GroupBy(JobId.Normalize).ToDictionary(group => group.Key, group => group.First());
        await foreach (Job job in store.ListAsync(new JobQuery { Ids = [.. wanted.Keys] }, stopped).ConfigureAwait(false))
        {
            _open[job.Id] = job;
        }

        foreach ((string id, string typed) in wanted.Where(id => !_open.ContainsKey(id.Key)))
        {
            await streams.WriteErrorAsync(ErrorRecords.From(JobFailure.NotFound(typed), typed)).ConfigureAwait(false);
        }
    }

    private async Task WarnOfQueuesAsync(CancellationToken stopped)
    {
        HashSet<string> queues = [.. _open.Values.Where(job => job.State == JobState.Submitted).Select(job => job.Queue)];
        foreach (JobQueue queue in await store.ListQueuesAsync(stopped).ConfigureAwait(false))
        {
            if (queue.IsPaused && queues.Contains(queue.Name))
            {
                await streams.WriteWarningAsync($"The queue '{queue.Name}' is paused: its jobs wait until Resume-AnimationQueue {queue.Name}.").ConfigureAwait(false);
            }
        }

        if (_open.Values.Count(job => job.State == JobState.Paused) is > 0 and int held)
        {
            await streams.WriteWarningAsync(FormattableString.Invariant($"{held} of the jobs are held back: they wait until Resume-AnimationJob.")).ConfigureAwait(false);
        }
    }

    private async Task WatchAsync(StandInWorkers workers, JobBars bars, CancellationTokenSource over, CancellationToken stopped)
    {
        Task standIn = StandInAsync(workers, over);
        try
        {
            while (_open.Count > 0)
            {
                try
                {
                    await foreach (Job job in store.WatchAsync(Ids(), Interval(), over.Token).ConfigureAwait(false))
                    {
                        await NoteAsync(job, bars).ConfigureAwait(false);
                        if (Any && _ended > 0)
                        {
                            return;
                        }
                    }

                    await WriteRemovedAsync().ConfigureAwait(false);
                    return;
                }
                catch (ConversionException failure) when (failure.ErrorId == ErrorId.JobStoreUnreachable && failure.IsTransient)
                {
                    await streams.WriteWarningAsync($"{failure.Message} Still waiting.").ConfigureAwait(false);
                    await Task.Delay(TimeSpan.FromSeconds(1), over.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !stopped.IsCancellationRequested && !_cannotWork)
        {
            ConversionException late = JobFailure.WaitedEnough(_open.Count, Timeout!.Value);
            await streams.WriteErrorAsync(ErrorRecords.From(late, Ids())).ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await standIn.ConfigureAwait(false);
        }
    }

    private async Task StandInAsync(StandInWorkers workers, CancellationTokenSource over)
    {
        try
        {
            await workers.KeepAsync(Queues, over.Token).ConfigureAwait(false);
        }
        catch (ConversionException)
        {
            // Nobody works and this process cannot: waiting would not end.
            _cannotWork = true;
            await over.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task NoteAsync(Job job, JobBars bars)
    {
        await bars.ShowAsync(job).ConfigureAwait(false);
        lock (_open)
        {
            _open[job.Id] = job;
            if (job.IsEnded)
            {
                _open.Remove(job.Id);
                _ended++;
                _failed += job.State == JobState.Failed ? 1 : 0;
            }
        }

        int total = _ended + _open.Count;
        string status = FormattableString.Invariant($"{_ended} of {total} done") + (_failed > 0 ? FormattableString.Invariant($", {_failed} failed") : "");
        bars.ShowAll(status, (_ended + _open.Values.Sum(open => open.Progress.Fraction)) / total);
        if (job.IsEnded)
        {
            await streams.WriteObjectAsync(job).ConfigureAwait(false);
        }
    }

    // The watch ends when nothing is left: what has not ended by then was removed by somebody.
    private async Task WriteRemovedAsync()
    {
        foreach (string id in Ids())
        {
            await streams.WriteErrorAsync(ErrorRecords.From(JobFailure.NotFound(id), id)).ConfigureAwait(false);
        }
    }

    private string[] Ids()
    {
        lock (_open)
        {
            return [.. _open.Keys];
        }
    }

    private string[] Queues()
    {
        lock (_open)
        {
            return [.. _open.Values.Select(job => job.Queue).Distinct()];
        }
    }

    // Reading thousands of jobs four times a second would cost more than the jobs.
    private TimeSpan Interval() => TimeSpan.FromMilliseconds(_open.Count switch { <= 50 => 250, <= 1000 => 500, _ => 2000 });
}
