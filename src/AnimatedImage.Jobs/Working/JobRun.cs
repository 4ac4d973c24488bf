using System.Diagnostics;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Telemetry;

namespace AnimatedImage.Jobs.Working;

/// <summary>One claimed job from its claim to its end.</summary>
internal sealed class JobRun : IDisposable
{
    private readonly WorkerContext _context;
    private readonly CancellationTokenSource _stop = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private volatile StopReason _reason;
    private volatile JobRunState _state = new();

    /// <summary>Takes a claimed job.</summary>
    public JobRun(WorkerContext context, JobClaim claim)
    {
        _context = context;
        Claim = claim;
    }

    /// <summary>Why a run is ended from outside.</summary>
    public enum StopReason
    {
        /// <summary>It is not.</summary>
        None,

        /// <summary>The user wants it.</summary>
        Cancelled,

        /// <summary>Another worker may have it.</summary>
        LeaseLost,

        /// <summary>The worker ends.</summary>
        Draining,
    }

    /// <summary>The job.</summary>
    public JobClaim Claim { get; }

    /// <summary>What is known of it now.</summary>
    public JobRunState State => _state;

    /// <summary>What was stored last, kept by the pulse.</summary>
    public JobRunState? Saved { get; set; }

    /// <summary>When that was.</summary>
    public long SavedAt { get; set; }

    /// <summary>
    /// The job that was taken in the step that ended this one; null = none. While there is one, <see cref="WorkerContext.Taking"/> is
    /// entered: whoever starts it leaves.
    /// </summary>
    public JobClaim? Next { get; private set; }

    /// <summary>Ends it from outside; the first reason counts.</summary>
    public void Stop(StopReason reason)
    {
        if (_reason == StopReason.None)
        {
            _reason = reason;
            try
            {
                // Not on the caller's thread, which has other jobs to look after.
                _ = _stop.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // It has ended at this moment.
            }
        }
    }

    /// <summary>Runs to the end, whatever it is. Never throws.</summary>
    public async Task RunAsync()
    {
        ActivityContext.TryParse(Claim.TraceParent, null, isRemote: true, out ActivityContext parent);
        using Activity? activity = Instruments.Source.StartActivity("job", ActivityKind.Consumer, parent);
        activity?.SetTag("animatedimage.job.id", Claim.Job.Id);
        activity?.SetTag("animatedimage.job.queue", Claim.Job.Queue);
        activity?.SetTag("animatedimage.job.attempt", Claim.Job.Attempt);
        KeyValuePair<string, object?> queue = new("queue", Claim.Job.Queue);
        Instruments.JobsRunning.Add(1, queue);
        if (Claim.Job.Attempt == 1)
        {
            Instruments.JobWait.Record((Claim.Job.StartTime - Claim.Job.SubmitTime)!.Value.TotalSeconds, queue);
        }

        string outcome = "failed";
        try
        {
            outcome = await WorkAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            outcome = await EndEarlyAsync(exception).ConfigureAwait(false);
            activity?.SetStatus(outcome == "failed" ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
        }
        finally
        {
            activity?.SetTag("outcome", outcome);
            Instruments.JobsRunning.Add(-1, queue);
            Instruments.JobAttempts.Add(1, queue, new("outcome", outcome));
            Instruments.JobDuration.Record(Stopwatch.GetElapsedTime(_start).TotalSeconds, queue, new("outcome", outcome));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private async Task<string> WorkAsync()
    {
        if (Claim.Staged is { } json)
        {
            int frames = Claim.Job.Progress.FrameCount;
            _state = new JobRunState { Progress = new JobProgress("Publishing", 1, frames, frames), Plan = Claim.Job.Plan, BytesIn = Claim.Job.BytesIn };
            PublicationIntent intent = PublicationIntent.Read(json);
            if (await intent.CarryOutAsync(_stop.Token).ConfigureAwait(false))
            {
                return await SucceedAsync(intent.Results, "JobPublished", "what a lost worker had completed").ConfigureAwait(false);
            }
        }

        IStagedJob staged = await _context.Executor.StageAsync(Claim, state => _state = state, _stop.Token).ConfigureAwait(false);
        await using (staged.ConfigureAwait(false))
        {
            string? intent = PublicationIntent.Write(staged);
            if (!await _context.UntilTakenAsync(() => _context.Store.Commit(Claim, _context.WorkerId, _state, intent, _context.Options.Lease), _stop.Token).ConfigureAwait(false))
            {
                // Either it is to be stopped, or it is no longer ours; the store knows.
                bool isCancelled = await _context.UntilTakenAsync(
                    () => _context.Store.Look(_context.WorkerId, [Claim]).GetValueOrDefault((Claim.Job.Id, Claim.Fence)), _stop.Token).ConfigureAwait(false);
                Stop(isCancelled ? StopReason.Cancelled : StopReason.LeaseLost);
                throw new OperationCanceledException();
            }

            return await SucceedAsync(await staged.PublishAsync().ConfigureAwait(false), "JobFinished", null).ConfigureAwait(false);
        }
    }

    private async Task<string> SucceedAsync(IReadOnlyList<ConversionResult> results, string name, string? remark)
    {
        bool isTaken = await FinishAsync(JobState.Success, results, null).ConfigureAwait(false);
        string outputs = string.Join(", ", results.Select(result => result.Destination));
        Report(
            isTaken ? name : "JobFenced",
            !isTaken,
            isTaken ? $"{Claim.Job.Source} → {outputs}{(remark is null ? "" : $" ({remark})")}" : "Its lease had run out; another worker has published it.",
            null);
        return isTaken ? "success" : "fenced";
    }

    private async Task<string> EndEarlyAsync(Exception exception)
    {
        if (exception is OperationCanceledException && _reason != StopReason.None)
        {
            switch (_reason)
            {
                case StopReason.Cancelled:
                    await FinishAsync(JobState.Cancelled, [], null).ConfigureAwait(false);
                    Report("JobCancelled", false, "Stopped by the user; nothing of it is left.", null);
                    return "cancelled";
                case StopReason.Draining:
                    await _context.UntilTakenAsync(() => _context.Store.HandBack(Claim, _context.WorkerId), CancellationToken.None).ConfigureAwait(false);
                    Report("JobReturned", false, "Handed back, because the worker ends.", null);
                    return "returned";
                default:
                    Report("JobFenced", true, "Its lease had run out or it was removed; the result was thrown away.", null);
                    return "fenced";
            }
        }

        JobError error = JobError.From(exception);
        bool mayPass = error.Kind == FailureKind.Internal || exception is ConversionException { IsTransient: true };
        if (mayPass && Claim.Job.Attempt < Claim.Job.MaxAttempt)
        {
            TimeSpan pause = RetryPause.After(Claim.Job.Attempt);
            bool isTaken = await _context.UntilTakenAsync(() => _context.Store.Retry(Claim, _context.WorkerId, error, pause), CancellationToken.None).ConfigureAwait(false);
            Report(isTaken ? "JobRetried" : "JobFenced", true, $"{error.Message} Again in {pause.TotalSeconds:0} s.", error.ErrorId);
            return isTaken ? "retry" : "fenced";
        }

        bool isFailed = await FinishAsync(JobState.Failed, [], error).ConfigureAwait(false);
        Report(isFailed ? "JobFailed" : "JobFenced", true, error.Message, error.ErrorId);
        return isFailed ? "failed" : "fenced";
    }

    private async Task<bool> FinishAsync(JobState state, IReadOnlyList<ConversionResult> results, JobError? error)
    {
        if (!_context.MayTake() || !await _context.Taking.WaitAsync(0, CancellationToken.None).ConfigureAwait(false))
        {
            return await _context.UntilTakenAsync(() => _context.Store.Finish(Claim, _context.WorkerId, state, _state, results, error), CancellationToken.None).ConfigureAwait(false);
        }

        try
        {
            return await _context.UntilTakenAsync(
                () =>
                {
                    (bool isTaken, Next) = _context.Store.FinishAndClaim(Claim, _context.WorkerId, state, _state, results, error, _context.Options);
                    return isTaken;
                },
                CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            if (Next is null)
            {
                _context.Taking.Release();
            }
        }
    }

    private void Report(string name, bool isProblem, string message, string? errorId) =>
        _context.Report(JobWorkerEvent.OfJob(name, isProblem, Claim, message) with { ErrorId = errorId, Duration = Stopwatch.GetElapsedTime(_start) });
}
