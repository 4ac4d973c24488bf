using System.Collections.Concurrent;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Jobs.Working;

namespace AnimatedImage.Jobs.Tests.Working;

/// <summary>A worker in this process, with jobs that do what the test wants.</summary>
public abstract class WorkerTests : StoreSuite
{
    private readonly ConcurrentQueue<JobWorkerEvent> _log = new();

    /// <summary>The outputs, hidden ones included.</summary>
    private string[] Images => [.. Folder.Names.Where(name => name.Contains(".gif", StringComparison.Ordinal))];

    [Fact]
    public async Task Jobs_are_done_and_their_results_kept()
    {
        Job job = await SubmitAsync();
        await RunUntilEmptyAsync(new FileExecutor());
        Job done = await GetAsync(job);
        Assert.Equal((JobState.Success, 1, 3L, 9L, null), (done.State, done.Attempt, done.BytesOut, done.BytesIn, done.Error));
        ConversionResult result = Assert.Single(done.Results);
        Assert.Equal((Folder.File("clip.gif"), 3L), (result.Destination.Path, result.Bytes));
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(result.Destination.Path, Cancellation));
        Assert.Equal(new JobProgress("Done", 1, 5, 5), done.Progress);
        Assert.Equal("the plan", done.Plan);
        Assert.NotNull(done.Elapsed);
        Assert.Contains(_log, line => line is { Name: "JobFinished", IsProblem: false });
        Assert.Empty(await Store.ListWorkersAsync(Cancellation));
    }

    [Fact]
    public async Task What_may_pass_is_tried_again_and_what_will_not_is_not()
    {
        Job passing = await SubmitAsync(Submission("a.mp4"));
        Job wrong = await SubmitAsync(Submission("b.mp4"));
        FileExecutor executor = new()
        {
            Before = (claim, _) => throw (claim.Job.Id == wrong.Id
                ? new ConversionException(ErrorId.NotMedia, FailureKind.Source, "No media.", "Take another.")
                : new ConversionException(ErrorId.DiskFull, FailureKind.Internal, "The disk is full.")),
        };
        await RunUntilEmptyAsync(executor);
        Assert.Equal((JobState.Failed, new JobError(ErrorId.NotMedia, FailureKind.Source, "No media.", "Take another.")), ((await GetAsync(wrong)).State, (await GetAsync(wrong)).Error));
        Job waiting = await GetAsync(passing);
        Assert.Equal((JobState.Submitted, 1, ErrorId.DiskFull), (waiting.State, waiting.Attempt, waiting.Error!.ErrorId));
        Assert.True(waiting.NotBefore > waiting.StartTime);
        foreach (JobState expected in new[] { JobState.Submitted, JobState.Failed })
        {
            Execute("UPDATE jobs SET not_before = 1 WHERE waiting = 1");
            await RunUntilEmptyAsync(executor);
            Assert.Equal(expected, (await GetAsync(passing)).State);
        }

        Assert.Empty(Images);
    }

    [Fact]
    public async Task A_defect_is_told_as_unexpected_and_stops_nobody()
    {
        Job bad = await SubmitAsync(Submission("a.mp4") with { MaxAttempt = 1, Priority = 1 });
        Job good = await SubmitAsync(Submission("b.mp4"));
        await RunUntilEmptyAsync(new FileExecutor { Before = (claim, _) => claim.Job.Id == bad.Id ? throw new InvalidOperationException("Oh.") : Task.CompletedTask });
        Assert.Equal((JobState.Failed, ErrorId.Unexpected), ((await GetAsync(bad)).State, (await GetAsync(bad)).Error!.ErrorId));
        Assert.Equal(JobState.Success, (await GetAsync(good)).State);
    }

    [Fact]
    public async Task A_running_job_is_stopped_from_another_store_and_leaves_nothing()
    {
        Job job = await SubmitAsync();
        await using JobStore other = await OpenAsync();
        using CancellationTokenSource stop = new();
        FileExecutor executor = new() { After = (_, token) => Task.Delay(Timeout.Infinite, token) };
        Task worker = Worker(executor).RunAsync(stop.Token);
        await UntilAsync(job, JobState.Running);
        Assert.True((await other.CancelAsync(job.Id, Cancellation)).IsCancelRequested);
        await UntilAsync(job, JobState.Cancelled);
        Assert.Empty(Images);
        await stop.CancelAsync();
        await worker;
    }

    [Fact]
    public async Task A_removed_job_is_stopped_and_leaves_nothing()
    {
        Job job = await SubmitAsync();
        using CancellationTokenSource stop = new();
        Task worker = Worker(new FileExecutor { After = (_, token) => Task.Delay(Timeout.Infinite, token) }).RunAsync(stop.Token);
        await UntilAsync(job, JobState.Running);
        await Store.RemoveAsync(job.Id, true, Cancellation);
        while (!_log.Any(line => line.Name == "JobFenced"))
        {
            await Task.Delay(20, Cancellation);
        }

        Assert.Empty(Images);
        await stop.CancelAsync();
        await worker;
    }

    [Fact]
    public async Task A_worker_that_is_told_to_stop_hands_back_what_it_has()
    {
        Job job = await SubmitAsync();
        JobWorker worker = Worker(new FileExecutor { After = (_, token) => Task.Delay(Timeout.Infinite, token) }, Options with { DrainTime = TimeSpan.FromMilliseconds(100) });
        Task run = worker.RunAsync(Cancellation);
        await UntilAsync(job, JobState.Running);
        Assert.Equal(worker.Id, (await GetAsync(job)).Worker);
        await Store.StopWorkerAsync(worker.Id, Cancellation);
        await run;
        Job back = await GetAsync(job);
        Assert.Equal((JobState.Submitted, 0), (back.State, back.Attempt));
        await RunUntilEmptyAsync(new FileExecutor());
        Assert.Equal((JobState.Success, 1), ((await GetAsync(job)).State, (await GetAsync(job)).Attempt));
        Assert.Equal(["clip.gif"], Images);
    }

    [Fact]
    public async Task No_more_jobs_run_at_once_than_the_worker_takes()
    {
        await Store.SubmitAsync([.. Enumerable.Range(0, 12).Select(i => Submission($"{i}.mp4"))], Cancellation);
        int now = 0;
        int most = 0;
        FileExecutor executor = new()
        {
            Before = async (_, token) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref now));
                await Task.Delay(30, token);
                Interlocked.Decrement(ref now);
            },
        };
        await RunUntilEmptyAsync(executor, Options with { Capacity = 3 });
        Assert.InRange(most, 2, 3);
        Assert.Equal(12, await Store.CountAsync(new JobQuery { States = [JobState.Success] }, Cancellation));
    }

    [Fact]
    public async Task What_a_worker_committed_before_it_died_is_published_and_not_done_again()
    {
        Job job = await SubmitAsync();
        await DieAsync(isPublished: false);
        Assert.Equal([$".clip.gif.{job.Id}-1-0.part"], Images);
        await RunUntilEmptyAsync(new FileExecutor { Before = (_, _) => throw new InvalidOperationException("It is done already.") });
        await PublishedAsync(job);
    }

    [Fact]
    public async Task One_slot_does_one_job_after_the_other_and_none_once_it_is_told_to_stop()
    {
        string[] names = ["a.mp4", "b.mp4", "c.mp4"];
        IReadOnlyList<Job> jobs = await Store.SubmitAsync([.. names.Select((name, index) => Submission(name) with { Priority = -index })], Cancellation);
        using CancellationTokenSource stop = new();
        FileExecutor executor = new() { After = (claim, _) => claim.Job.Id == jobs[1].Id ? stop.CancelAsync() : Task.CompletedTask };
        await Worker(executor, Options with { Capacity = 1 }).RunAsync(stop.Token);
        Job[] after = await Task.WhenAll(jobs.Select(GetAsync));
        Assert.Equal([JobState.Success, JobState.Success, JobState.Submitted], after.Select(job => job.State));
        Assert.Equal([1, 1, 0], after.Select(job => job.Attempt));
        Assert.Equal(["JobStarted", "JobFinished", "JobStarted", "JobFinished"], _log.Where(line => line.JobId is not null).Select(line => line.Name));
    }

    [Fact]
    public async Task What_a_worker_published_before_it_died_is_a_success_and_not_done_again()
    {
        Job job = await SubmitAsync(Submission() with { MaxAttempt = 1 });
        await DieAsync(isPublished: true);
        await RunUntilEmptyAsync(new FileExecutor { Before = (_, _) => throw new InvalidOperationException("It is done already.") });
        await PublishedAsync(job);
    }

    [Fact]
    public async Task What_a_worker_committed_on_a_disk_that_nobody_sees_is_done_again()
    {
        Job job = await SubmitAsync();
        await DieAsync(isPublished: false);
        File.Delete(Folder.File($".clip.gif.{job.Id}-1-0.part"));
        await RunUntilEmptyAsync(new FileExecutor());
        await PublishedAsync(job);
    }

    [Fact]
    public async Task A_destination_that_somebody_else_takes_meanwhile_fails_the_job_and_stays_theirs()
    {
        Job job = await SubmitAsync();
        await DieAsync(isPublished: false);
        await File.WriteAllTextAsync(Folder.File("clip.gif"), "Mine.", Cancellation);
        await RunUntilEmptyAsync(new FileExecutor());
        Job failed = await GetAsync(job);
        Assert.Equal((JobState.Failed, ErrorId.DestinationExists), (failed.State, failed.Error!.ErrorId));
        Assert.Equal("Mine.", await File.ReadAllTextAsync(Folder.File("clip.gif"), Cancellation));
    }

    /// <summary>Does what a worker does up to a point, and then nothing more; its lease has run out afterwards.</summary>
    private async Task DieAsync(bool isPublished)
    {
        JobClaim claim = Claim("victim", TimeSpan.FromMilliseconds(1));
        IStagedJob staged = await new FileExecutor().StageAsync(claim, _ => { }, Cancellation);
        Assert.True(Store.Commit(claim, "victim", new(), PublicationIntent.Write(staged), TimeSpan.FromMilliseconds(1)));
        if (isPublished)
        {
            await staged.PublishAsync();
        }

        await Task.Delay(20, Cancellation);
        Assert.Equal(JobState.Submitted, Assert.Single(Store.Sweep()).State);
    }

    private async Task PublishedAsync(Job job)
    {
        Job done = await GetAsync(job);
        Assert.Equal((JobState.Success, 2, null), (done.State, done.Attempt, done.Error));
        Assert.Equal(3, Assert.Single(done.Results).Bytes);
        Assert.Equal(["clip.gif"], Images);
    }

    private JobWorker Worker(IJobExecutor executor, JobWorkerOptions? options = null) => new(Store, executor, options ?? Options, _log.Enqueue);

    private Task RunUntilEmptyAsync(IJobExecutor executor, JobWorkerOptions? options = null) =>
        Worker(executor, (options ?? Options) with { StopWhenEmpty = true }).RunAsync(Cancellation);

    private async Task UntilAsync(Job job, JobState state)
    {
        while ((await GetAsync(job)).State != state)
        {
            await Task.Delay(20, Cancellation);
        }
    }
}
