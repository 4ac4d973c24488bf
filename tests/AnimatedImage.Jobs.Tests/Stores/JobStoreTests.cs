using AnimatedImage.Failures;
using AnimatedImage.Requests;

namespace AnimatedImage.Jobs.Tests.Stores;

/// <summary>What users do with a store: the same on both databases.</summary>
public abstract class JobStoreTests : StoreSuite
{
    [Fact]
    public async Task What_was_handed_in_is_read_back()
    {
        JobSubmission submission = Submission() with
        {
            Name = "summer-trip",
            Queue = "Night",
            Priority = -3,
            Tags = ["Holiday", "2026"],
            Template = "chat-sticker",
            UserData = "Über-Daten '; DROP TABLE jobs; -- %_ 😀",
            SessionId = "key/1",
            NotBefore = DateTimeOffset.UnixEpoch.AddYears(100),
            MaxAttempt = 7,
        };
        submission = submission with { Requests = [submission.Requests[0] with { Formats = [OutputFormat.Gif] }, submission.Requests[0] with { Destination = Folder.File("b.webp"), Size = new FrameSize { Width = FrameDimension.Parse("50%") } }] };
        Job job = await SubmitAsync(submission);
        Assert.Equal(job with { Tags = [], Requests = [], Results = [] }, await GetAsync(job) with { Tags = [], Requests = [], Results = [] });
        Assert.Equal(("summer-trip", "night", -3, "chat-sticker", "key/1", 7), (job.Name, job.Queue, job.Priority, job.Template, job.SessionId, job.MaxAttempt));
        Assert.Equal((submission.UserData, submission.NotBefore), (job.UserData, job.NotBefore));
        Assert.Equal(["Holiday", "2026"], job.Tags);
        Assert.Equal(submission.Requests, job.Requests);
        Assert.Empty(job.Templates);
        Assert.Equal((JobState.Submitted, 0, null, null, false), (job.State, job.Attempt, job.StartTime, job.EndTime, job.IsEnded));
        Assert.Equal(new JobProgress("Waiting", 0, 0, 0), job.Progress);
        Assert.InRange(DateTimeOffset.UtcNow - job.SubmitTime, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
        Assert.True(JobId.IsValid(job.Id));
    }

    [Fact]
    public async Task Each_request_keeps_its_own_template()
    {
        JobSubmission submission = Submission("ü \" clip.mp4") with { Template = "chat-sticker", Templates = ["chat-sticker", "hover-preview"], SessionId = "two" };
        submission = submission with { Requests = [submission.Requests[0], submission.Requests[0] with { Destination = Folder.File("b.webp") }] };
        Job job = await SubmitAsync(submission);
        Assert.Equal(submission.Templates, job.Templates);
        Assert.Equal(submission.Requests, job.Requests);
        Assert.Equal(job.Id, (await SubmitAsync(submission)).Id);
        Job other = await SubmitAsync(Submission("other.mp4") with { Template = "hover-large" });
        await FindsAsync(new JobQuery { Template = "chat-sticker" }, job);
        await FindsAsync(new JobQuery { Template = "hover-preview" }, job);
        await FindsAsync(new JobQuery { Template = "Hover-*" }, other, job);
        await FindsAsync(new JobQuery { Template = "chat*preview" });
    }

    [Fact]
    public async Task A_session_id_stands_for_one_job()
    {
        JobSubmission submission = Submission() with { SessionId = "once" };
        Job first = await SubmitAsync(submission);
        IReadOnlyList<Job> again = await Store.SubmitAsync([submission, Submission("b.mp4"), submission with { Name = "other-name" }], Cancellation);
        Assert.Equal([first.Id, first.Id], [again[0].Id, again[2].Id]);
        Assert.NotEqual(first.Id, again[1].Id);
        Assert.Equal(2, await Store.CountAsync(new JobQuery(), Cancellation));
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => SubmitAsync(Submission("c.mp4") with { SessionId = "once" }));
        Assert.Contains(first.Id, failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, await Store.CountAsync(new JobQuery(), Cancellation));
    }

    [Fact]
    public async Task One_unsound_submission_keeps_all_out()
    {
        await Assert.ThrowsAsync<ConversionException>(() => Store.SubmitAsync([Submission(), Submission() with { Priority = 99 }], Cancellation));
        Assert.Empty(await ListAsync(new JobQuery()));
        Assert.Empty(await Store.SubmitAsync([], Cancellation));
    }

    [Fact]
    public async Task Every_filter_finds_its_own()
    {
        Job plain = await SubmitAsync(Submission("plain.mp4"));
        Job tagged = await SubmitAsync(Submission("tagged.mp4") with { Tags = ["Red", "big"], Name = "tag_ged", Template = "readme-demo" });
        Job other = await SubmitAsync(Submission("other.mp4") with { Tags = ["red"], Queue = "slow", Name = "tagXged", Priority = 10 });
        await Store.CancelAsync(plain.Id, Cancellation);

        Assert.Equal([other.Id, tagged.Id, plain.Id], (await ListAsync(new JobQuery())).Select(job => job.Id));
        await FindsAsync(new JobQuery { Ids = [plain.Id.ToLowerInvariant(), "nothing"] }, plain);
        await FindsAsync(new JobQuery { Ids = [] });
        await FindsAsync(new JobQuery { Name = "TAG_ged" }, tagged);
        await FindsAsync(new JobQuery { Name = "tag?ged" }, other, tagged);
        await FindsAsync(new JobQuery { Name = "%" });
        await FindsAsync(new JobQuery { States = [JobState.Cancelled, JobState.Failed] }, plain);
        await FindsAsync(new JobQuery { Queue = "S*" }, other);
        await FindsAsync(new JobQuery { Tags = ["RED"] }, other, tagged);
        await FindsAsync(new JobQuery { Tags = ["red", "big"] }, tagged);
        await FindsAsync(new JobQuery { Template = "readme*" }, tagged);
        await FindsAsync(new JobQuery { Source = "*other.MP4" }, other);
        await FindsAsync(new JobQuery { SubmittedBefore = plain.SubmitTime });
        await FindsAsync(new JobQuery { SubmittedAfter = plain.SubmitTime, SubmittedBefore = plain.SubmitTime.AddHours(1), Name = "plain" }, plain);
        await FindsAsync(new JobQuery { EndedAfter = plain.SubmitTime }, plain);
        await FindsAsync(new JobQuery { EndedBefore = plain.SubmitTime });
    }

    [Fact]
    public async Task A_hundred_thousand_jobs_are_listed_page_by_page_newest_first()
    {
        await SubmitAsync();
        const string number = "substr('00000' || i, length('00000' || i) - 4)";
        Execute($"""
            INSERT INTO jobs (id, name, state, queue, priority, tags, source, requests, item_date, waiting, max_attempts, attempt, fence, cancel, submitted, stage,
                fraction, frame, frame_count, bytes_in, bytes_out)
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99999)
            SELECT '000000000000000000000' || {number}, name, CASE WHEN i % 1000 = 0 THEN 3 ELSE 2 END, queue, priority, tags, source, requests, item_date, waiting,
                max_attempts, attempt, fence, cancel, submitted - 1000000 + i, stage, fraction, frame, frame_count, bytes_in, bytes_out
            FROM n, jobs
            """);
        long count = 0;
        DateTimeOffset before = DateTimeOffset.MaxValue;
        await foreach (Job job in Store.ListAsync(new JobQuery(), Cancellation))
        {
            count++;
            Assert.True(job.SubmitTime <= before);
            before = job.SubmitTime;
        }

        Assert.Equal(100_001, count);
        Assert.Equal(100, await Store.CountAsync(new JobQuery { States = [JobState.Failed] }, Cancellation));
        Assert.Equal(["99000", "98000", "97000"], (await ListAsync(new JobQuery { States = [JobState.Failed], First = 3 })).Select(job => job.Id[^5..]));
        Assert.Equal(["40001", "40000"], (await ListAsync(new JobQuery { Skip = 60_000 - 1, First = 2 })).Select(job => job.Id[^5..]));
        Assert.Empty(await ListAsync(new JobQuery { First = 0 }));
    }

    [Fact]
    public async Task Only_allowed_moves_happen_and_the_error_names_the_state()
    {
        Job job = await SubmitAsync();
        Assert.Equal(JobState.Paused, (await Store.PauseAsync(job.Id, Cancellation)).State);
        await RefusedAsync(() => Store.PauseAsync(job.Id, Cancellation), "Paused");
        Assert.Equal(JobState.Submitted, (await Store.ResumeAsync(job.Id, Cancellation)).State);
        await RefusedAsync(() => Store.ResumeAsync(job.Id, Cancellation), "Submitted");
        await RefusedAsync(() => Store.RestartAsync(job.Id, Cancellation), "Submitted");
        await RefusedAsync(() => Store.RemoveAsync(job.Id, false, Cancellation), "Submitted");
        Job cancelled = await Store.CancelAsync(job.Id, Cancellation);
        Assert.Equal((JobState.Cancelled, true), (cancelled.State, cancelled.EndTime is not null));
        await RefusedAsync(() => Store.CancelAsync(job.Id, Cancellation), "Cancelled");
        Job again = await Store.RestartAsync(job.Id.ToLowerInvariant(), Cancellation);
        Assert.Equal((JobState.Submitted, 0, null), (again.State, again.Attempt, again.EndTime));
        await Store.RemoveAsync(job.Id, true, Cancellation);
        Assert.Null(await Store.FindAsync(job.Id, Cancellation));
        ConversionException missing = await Assert.ThrowsAsync<ConversionException>(() => Store.CancelAsync(job.Id, Cancellation));
        Assert.Equal(ErrorId.JobNotFound, missing.ErrorId);
    }

    [Fact]
    public async Task Queues_are_made_changed_and_counted()
    {
        await SubmitAsync();
        JobQueue queue = await Store.SetQueueAsync("Default", new JobQueueChange { Concurrency = 3, IsPaused = true }, Cancellation);
        Assert.Equal(("default", true, 3, 1, 0), (queue.Name, queue.IsPaused, queue.Concurrency, queue.Depth, queue.Running));
        Assert.NotNull(queue.Oldest);
        Assert.Null(Store.Claim("one", Options));
        Assert.Null((await Store.SetQueueAsync("default", new JobQueueChange { Concurrency = 0, IsPaused = false }, Cancellation)).Concurrency);
        Assert.True(Store.Finish(Claim(), "one", JobState.Failed, new(), [], new JobError(ErrorId.DiskFull, FailureKind.Internal, "Full.", null)));
        await Store.SetQueueAsync("a", new JobQueueChange(), Cancellation);
        IReadOnlyList<JobQueue> queues = await Store.ListQueuesAsync(Cancellation);
        Assert.Equal([("a", 0L, 0L), ("default", 0L, 1L)], queues.Select(each => (each.Name, each.Depth, each.FailedLastHour)));
        Assert.Equal(0.2, queues[1].Throughput);
        await Assert.ThrowsAsync<ConversionException>(() => Store.SetQueueAsync("no spaces", new JobQueueChange(), Cancellation));
        await Assert.ThrowsAsync<ConversionException>(() => Store.SetQueueAsync("default", new JobQueueChange { Concurrency = -1 }, Cancellation));
    }

    [Fact]
    public async Task Watching_tells_every_change_until_all_have_ended()
    {
        Job job = await SubmitAsync();
        Job gone = await SubmitAsync();
        List<JobState> states = [];
        await foreach (Job seen in Store.WatchAsync([job.Id, gone.Id, JobId.New()], TimeSpan.FromMilliseconds(20), Cancellation))
        {
            if (seen.Id == gone.Id)
            {
                await Store.RemoveAsync(gone.Id, true, Cancellation);
                continue;
            }

            states.Add(seen.State);
            if (seen.State == JobState.Submitted)
            {
                Claim();
            }
            else if (seen.State == JobState.Running)
            {
                Execute("UPDATE jobs SET state = 2 WHERE state = 1");
            }
        }

        Assert.Equal([JobState.Submitted, JobState.Running, JobState.Success], states);
    }

    [Fact]
    public async Task The_store_remembers_when_it_is_opened_again_and_by_another()
    {
        Job job = await SubmitAsync();
        await using JobStore other = await OpenAsync();
        await other.CancelAsync(job.Id, Cancellation);
        Assert.Equal(JobState.Cancelled, (await GetAsync(job)).State);
        Assert.DoesNotContain("password", other.Description, StringComparison.OrdinalIgnoreCase);
    }

    private async Task FindsAsync(JobQuery query, params Job[] expected)
    {
        Assert.Equal(expected.Select(job => job.Id), (await ListAsync(query)).Select(job => job.Id));
        Assert.Equal(expected.Length, await Store.CountAsync(query, Cancellation));
    }

    private static async Task RefusedAsync(Func<Task> action, string state)
    {
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(action);
        Assert.Equal(ErrorId.JobStateConflict, failure.ErrorId);
        Assert.Contains($" is {state},", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_thousand_ended_jobs_go_in_a_few_steps_and_no_other_does()
    {
        for (int i = 0; i < 20; i++)
        {
            await Store.SubmitAsync([.. Enumerable.Repeat(Submission() with { Queue = "old", Tags = ["gone"] }, 500)], Cancellation);
        }

        Execute("UPDATE jobs SET state = 2, finished = 1000");
        Job waiting = await SubmitAsync(Submission() with { Queue = "old" });
        Job fresh = await SubmitAsync(Submission() with { Tags = ["gone"] });
        Execute($"UPDATE jobs SET state = 3, finished = 4000000000000 WHERE id = '{fresh.Id}'");
        JobQuery old = new() { States = [JobState.Success, JobState.Submitted, JobState.Failed], EndedBefore = DateTimeOffset.UtcNow };
        Assert.Equal(10_000, await Store.RemoveAllAsync(old, force: false, Cancellation));
        Assert.Equal([fresh.Id, waiting.Id], (await ListAsync(new JobQuery())).Select(job => job.Id).Order(StringComparer.Ordinal).Reverse());
        Assert.Equal([fresh.Id], (await ListAsync(new JobQuery { Tags = ["gone"] })).Select(job => job.Id));
        Assert.Equal(0, await Store.RemoveAllAsync(new JobQuery { States = [JobState.Submitted] }, force: false, Cancellation));
        Assert.Equal(1, await Store.RemoveAllAsync(new JobQuery { States = [JobState.Submitted] }, force: true, Cancellation));
    }

    [Fact]
    public async Task What_a_lost_worker_left_hidden_goes_with_its_job()
    {
        Job[] jobs = [await SubmitAsync(), await SubmitAsync(), await SubmitAsync()];
        string[] left = [.. jobs.Select(job => Folder.File($".clip.gif.{job.Id}-1-0.part"))];
        string[] others = [Folder.File(".clip.gif.0a0b0c0d.part"), Folder.File("clip.part")];
        Array.ForEach([.. left, .. others], path => File.WriteAllText(path, "half"));

        // Lost before anything was noted of where it writes.
        Execute("UPDATE jobs SET fence = 1, attempt = 1");
        await Store.CancelAsync(jobs[0].Id, Cancellation);
        await Store.RemoveAsync(jobs[1].Id, force: true, Cancellation);
        await Store.RemoveAllAsync(new JobQuery { Ids = [jobs[2].Id] }, force: true, Cancellation);
        Assert.All(left, path => Assert.False(File.Exists(path), path));
        Assert.All(others, path => Assert.True(File.Exists(path), path));
    }

    [Fact]
    public async Task A_queue_goes_when_nothing_waits_in_it_and_comes_back_with_a_job()
    {
        Job job = await SubmitAsync(Submission() with { Queue = "films" });
        ConversionException notEmpty = await Assert.ThrowsAsync<ConversionException>(() => Store.RemoveQueueAsync("Films", Cancellation));
        Assert.Equal(ErrorId.QueueNotEmpty, notEmpty.ErrorId);
        await Store.CancelAsync(job.Id, Cancellation);
        await Store.RemoveQueueAsync("Films", Cancellation);
        Assert.Empty(await Store.ListQueuesAsync(Cancellation));
        await Store.RestartAsync(job.Id, Cancellation);
        Assert.Equal(job.Id, Store.Claim("one", Options)!.Job.Id);
        ConversionException unknown = await Assert.ThrowsAsync<ConversionException>(() => Store.RemoveQueueAsync("flims", Cancellation));
        Assert.Equal(ErrorId.QueueNotFound, unknown.ErrorId);
        Assert.Contains("films", unknown.Advice, StringComparison.Ordinal);
        ConversionException standard = await Assert.ThrowsAsync<ConversionException>(() => Store.RemoveQueueAsync("default", Cancellation));
        Assert.Equal(ErrorId.InvalidParameter, standard.ErrorId);
    }

    [Fact]
    public async Task Jobs_handed_in_while_their_queue_is_removed_are_not_lost()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using JobStore other = await OpenAsync();
        Task removing = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    try
                    {
                        await other.RemoveQueueAsync("brief", Cancellation);
                    }
                    catch (ConversionException refused) when (refused.ErrorId is ErrorId.QueueNotEmpty or ErrorId.QueueNotFound)
                    {
                    }
                }
            },
            Cancellation);
        for (int i = 0; i < 20; i++)
        {
            Job job = await SubmitAsync(Submission() with { Queue = "brief" });
            Assert.Equal(job.Id, Claim().Job.Id);
            await Store.RemoveAsync(job.Id, force: true, Cancellation);
        }

        await stop.CancelAsync();
        await removing;
    }
}
