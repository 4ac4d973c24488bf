using AnimatedImage.Failures;
using AnimatedImage.Jobs.Working;

namespace AnimatedImage.Jobs.Tests.Stores;

/// <summary>What workers do with a store: the same on both databases.</summary>
public abstract class ClaimTests : StoreSuite
{
    private static readonly TimeSpan s_over = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task The_highest_priority_goes_first_then_the_oldest_over_all_queues()
    {
        string[] names = ["low", "first", "second", "urgent"];
        int[] priorities = [-10, 0, 0, 10];
        foreach ((string name, int priority) in names.Zip(priorities))
        {
            await SubmitAsync(Submission(name + ".mp4") with { Priority = priority, Queue = name == "second" ? "b" : "a" });
        }

        Assert.Equal(["urgent", "first", "second", "job-low"], Enumerable.Range(0, 4).Select(_ => Claim().Job.Name));
        Assert.Null(Store.Claim("one", Options));
    }

    [Fact]
    public async Task A_job_waits_for_its_time_and_its_queue_and_its_own_resumption()
    {
        Job later = await SubmitAsync(Submission() with { NotBefore = DateTimeOffset.UtcNow.AddHours(1) });
        Job held = await SubmitAsync();
        await Store.PauseAsync(held.Id, Cancellation);
        await SubmitAsync(Submission() with { Queue = "paused" });
        await Store.SetQueueAsync("paused", new JobQueueChange { IsPaused = true }, Cancellation);
        Assert.Null(Store.Claim("one", Options));
        Assert.InRange(Store.UntilDue()!.Value, 3_500_000, 3_600_000);
        Execute("UPDATE jobs SET not_before = 1 WHERE waiting = 1");
        Assert.Equal(later.Id, Claim().Job.Id);
        await Store.ResumeAsync(held.Id, Cancellation);
        Assert.Null(Store.Claim("one", Options with { Queues = ["paused"] }));
        Assert.Equal(held.Id, Store.Claim("one", Options with { Queues = ["Default"] })!.Job.Id);
    }

    [Fact]
    public async Task A_queue_s_limit_holds_when_many_claim_at_once()
    {
        await Store.SubmitAsync([.. Enumerable.Range(0, 20).Select(_ => Submission())], Cancellation);
        await Store.SetQueueAsync("default", new JobQueueChange { Concurrency = 3 }, Cancellation);
        JobClaim?[] claims = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => Store.Claim($"w{i}", Options))));
        Assert.Equal(3, claims.Count(claim => claim is not null));
    }

    [Fact]
    public async Task Nobody_gets_a_job_that_another_has()
    {
        await Store.SubmitAsync([.. Enumerable.Range(0, 60).Select(_ => Submission())], Cancellation);
        await using JobStore other = await OpenAsync();
        List<string>[] claimed = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() =>
        {
            List<string> mine = [];
            while ((i % 2 == 0 ? Store : other).Claim($"w{i}", Options) is { } claim)
            {
                mine.Add(claim.Job.Id);
            }

            return mine;
        })));
        string[] all = [.. claimed.SelectMany(each => each)];
        Assert.Equal(60, all.Distinct().Count());

        // With SKIP LOCKED somebody may look away at the wrong moment; nothing may be left waiting all the same.
        Assert.Equal(60, all.Length);
    }

    [Fact]
    public async Task Who_slept_through_the_lease_can_change_nothing_any_more()
    {
        Job job = await SubmitAsync();
        JobClaim asleep = Claim("sleeper", s_over);
        await Task.Delay(20, Cancellation);
        RecoveredJob recovered = Assert.Single(Store.Sweep());
        Assert.Equal((job.Id, JobState.Submitted, "sleeper"), (recovered.Id, recovered.State, recovered.Worker));
        Assert.Equal(ErrorId.WorkerLost, (await GetAsync(job)).Error!.ErrorId);
        JobClaim awake = Claim("sleeper");
        Assert.NotEqual(asleep.Fence, awake.Fence);

        Assert.False(Store.Commit(asleep, "sleeper", new(), null, Options.Lease));
        Assert.False(Store.Finish(asleep, "sleeper", JobState.Success, new(), [], null));
        Assert.False(Store.Retry(asleep, "sleeper", new JobError("x", FailureKind.Internal, "x", null), s_over));
        Assert.False(Store.HandBack(asleep, "sleeper"));
        Assert.DoesNotContain((job.Id, asleep.Fence), Store.Renew("sleeper", [asleep], Options.Lease));
        Assert.Equal((JobState.Running, 2), ((await GetAsync(job)).State, (await GetAsync(job)).Attempt));

        Assert.True(Store.Finish(awake, "sleeper", JobState.Success, new(), [], null));
        Assert.True(Store.Finish(awake, "sleeper", JobState.Success, new(), [], null));
        Assert.False(Store.Finish(asleep, "sleeper", JobState.Success, new(), [], null));
        Assert.Null((await GetAsync(job)).Error);
    }

    [Fact]
    public async Task Who_ends_a_job_takes_the_next_in_the_same_step_unless_it_had_lost_it()
    {
        IReadOnlyList<Job> jobs = await Store.SubmitAsync([.. Enumerable.Range(0, 3).Select(_ => Submission())], Cancellation);
        await Store.SetQueueAsync("default", new JobQueueChange { Concurrency = 1 }, Cancellation);
        string[] order = [.. jobs.Select(job => job.Id).Order(StringComparer.Ordinal)];
        JobClaim first = Claim();
        (bool isTaken, JobClaim? next) = Store.FinishAndClaim(first, "one", JobState.Success, new(), [], null, Options);
        Assert.Equal((true, order[1]), (isTaken, next!.Job.Id));

        // The answer was lost and it is said again: the job has ended, and nothing more is taken.
        Assert.Equal((true, null), Store.FinishAndClaim(first, "one", JobState.Success, new(), [], null, Options));
        Execute("UPDATE jobs SET lease_until = 1 WHERE state = 1");
        Assert.Single(Store.Sweep());
        Assert.Equal((false, null), Store.FinishAndClaim(next, "one", JobState.Success, new(), [], null, Options));
        Assert.Equal(2, await Store.CountAsync(new JobQuery { States = [JobState.Submitted] }, Cancellation));
    }

    [Fact]
    public async Task Nobody_takes_from_himself_what_he_runs_however_late_he_is()
    {
        await SubmitAsync(Submission("a.mp4"));
        await SubmitAsync(Submission("b.mp4"));
        JobClaim runs = Claim("late", s_over);
        JobClaim claimedButNeverHeardOf = Claim("late", s_over);
        await Task.Delay(20, Cancellation);
        Assert.Equal(claimedButNeverHeardOf.Job.Id, Assert.Single(Store.Sweep("late", [runs])).Id);
        Assert.Equal(runs.Job.Id, Assert.Single(Store.Sweep("other", [])).Id);
    }

    [Fact]
    public async Task A_job_that_loses_every_worker_fails_after_its_attempts_and_counts_anew_when_restarted()
    {
        Job job = await SubmitAsync(Submission() with { MaxAttempt = 2 });
        foreach (JobState expected in new[] { JobState.Submitted, JobState.Failed })
        {
            Claim("victim", s_over);
            await Task.Delay(20, Cancellation);
            Assert.Equal(expected, Assert.Single(Store.Sweep()).State);
        }

        Job failed = await GetAsync(job);
        Assert.Equal((JobState.Failed, ErrorId.WorkerLost, 2), (failed.State, failed.Error!.ErrorId, failed.Attempt));
        Assert.Contains("victim", failed.Error.Message, StringComparison.Ordinal);
        await Store.RestartAsync(job.Id, Cancellation);
        JobClaim next = Claim();
        Assert.Equal((1, 3L), (next.Job.Attempt, next.Fence));
    }

    [Fact]
    public async Task A_lost_job_that_was_to_be_stopped_is_stopped()
    {
        Job job = await SubmitAsync();
        Claim("victim", s_over);
        Assert.True((await Store.CancelAsync(job.Id, Cancellation)).IsCancelRequested);
        await Task.Delay(20, Cancellation);
        Assert.Equal(JobState.Cancelled, Assert.Single(Store.Sweep()).State);
    }

    [Fact]
    public async Task The_wish_to_stop_comes_with_the_heartbeat_and_forbids_the_commit()
    {
        Job job = await SubmitAsync();
        JobClaim claim = Claim();
        Assert.Equal([false], Store.Renew("one", [claim], Options.Lease).Values);
        await Store.CancelAsync(job.Id, Cancellation);
        Assert.Equal([true], Store.Look("one", [claim]).Values);
        Assert.Equal([true], Store.Renew("one", [claim], Options.Lease).Values);
        Assert.False(Store.Commit(claim, "one", new(), null, Options.Lease));
        Assert.True(Store.Finish(claim, "one", JobState.Cancelled, new(), [], null));
    }

    [Fact]
    public async Task What_is_handed_back_does_not_count()
    {
        Job job = await SubmitAsync();
        JobClaim claim = Claim();
        Assert.True(Store.HandBack(claim, "one"));
        Assert.Equal((JobState.Submitted, 0), ((await GetAsync(job)).State, (await GetAsync(job)).Attempt));
        JobClaim next = Claim("two");
        Assert.Equal((1, 2L), (next.Job.Attempt, next.Fence));
    }

    [Fact]
    public async Task Workers_are_known_with_what_they_do_until_they_leave()
    {
        Store.Register("one", Options with { Queues = ["A", "b"] });
        await SubmitAsync(Submission() with { Queue = "a" });
        JobClaim claim = Claim();
        WorkerInfo worker = Assert.Single(await Store.ListWorkersAsync(Cancellation));
        Assert.Equal(("one", Environment.MachineName, Environment.ProcessId, 4, true, false), (worker.Id, worker.Host, worker.ProcessId, worker.Capacity, worker.IsAlive, worker.IsStopping));
        Assert.Equal(["a", "b"], worker.Queues);
        Assert.Equal([claim.Job.Id], worker.Jobs);
        Assert.False(Store.Report("one", false));
        await Store.StopWorkerAsync("one", Cancellation);
        Assert.True(Store.Report("one", false));
        Execute("UPDATE workers SET heartbeat = heartbeat - 31000");
        Assert.False(Assert.Single(await Store.ListWorkersAsync(Cancellation)).IsAlive);
        Store.Unregister("one");
        Assert.Empty(await Store.ListWorkersAsync(Cancellation));
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => Store.StopWorkerAsync("one", Cancellation));
        Assert.Equal(ErrorId.WorkerNotFound, failure.ErrorId);
    }
}
