using System.Globalization;
using System.Security.Cryptography;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Inspection;
using AnimatedImage.Requests;
using AnimatedImage.Storage;
using AnimatedImage.Tests.Frames;

namespace AnimatedImage.Jobs.Tests.Faults;

/// <summary>
/// Real worker processes with real conversions, to which the worst is done. ANIMATEDIMAGE_FAULT_JOBS says how many jobs the killing goes on
/// for; default 60 on each database.
/// </summary>
public abstract class FaultTests : StoreSuite
{
    private protected static readonly int Jobs =
        int.TryParse(Environment.GetEnvironmentVariable("ANIMATEDIMAGE_FAULT_JOBS"), CultureInfo.InvariantCulture, out int count) ? count : 60;

    private readonly List<WorkerProcess> _workers = [];
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private protected CancellationToken Limited => _limit.Token;

    private static bool IsUnix => !OperatingSystem.IsWindows();

    [Fact]
    public Task Workers_killed_at_random_lose_nothing_and_finish_nothing_twice() => RunAsync(async () =>
    {
        string clip = ShortClip();
        List<Job> jobs = [];
        async Task SubmitMoreAsync(int count) =>
            jobs.AddRange(await Store.SubmitAsync([.. Enumerable.Range(jobs.Count, count).Select(i => Conversion(clip, $"{i}.gif") with { MaxAttempt = 20 })], Limited));
        await SubmitMoreAsync(Jobs);
        Random random = new(20261121);
        for (int i = 0; i < 3; i++)
        {
            StartWorker();
        }

        int kills = 0;
        while (await LeftAsync() > 0)
        {
            await Task.Delay(random.Next(300, 1500), Limited);
            WorkerProcess[] running = [.. _workers.Where(worker => !worker.HasEnded)];
            WorkerProcess victim = running[random.Next(running.Length)];
            if (kills < Jobs / 4 && victim.Log.Any(line => line.Event == "JobStarted"))
            {
                victim.Kill();
                kills++;
                StartWorker();
            }

            if (kills < 3 && await LeftAsync() < 6)
            {
                // A machine that is quicker than the killing.
                await SubmitMoreAsync(Jobs / 4);
            }
        }

        await AssertFinishedOnceAsync(jobs);
    });

    [Fact]
    public Task A_frozen_worker_that_wakes_is_refused_and_its_output_never_seen() => RunAsync(async () =>
    {
        Assert.SkipUnless(IsUnix, "Processes are frozen with kill.");
        WorkerProcess sleeper = StartWorker(capacity: 1, lease: 2);
        Job job = await FreezeAtWorkAsync(sleeper);
        WorkerProcess other = StartWorker(lease: 2);
        await other.UntilAsync("JobFinished", Limited);
        Job done = await GetAsync(job);
        string output = job.Requests[0].Destination!;
        byte[] published = await File.ReadAllBytesAsync(output, Limited);
        DateTime at = File.GetLastWriteTimeUtc(output);
        sleeper.Signal("CONT");
        await sleeper.UntilAsync("JobFenced", Limited);
        Assert.Equal((JobState.Success, 2), (done.State, done.Attempt));
        Assert.Contains($"-{other.Id}-", done.Worker, StringComparison.Ordinal);
        Assert.Equal(published, await File.ReadAllBytesAsync(output, Limited));
        Assert.Equal(at, File.GetLastWriteTimeUtc(output));
        Assert.DoesNotContain(sleeper.Log, line => line.Event == "JobFinished" && line.Job == job.Id);
        await AssertFinishedOnceAsync([job]);
    });

    [Fact]
    public Task A_job_that_kills_its_workers_fails_and_its_neighbours_do_not() => RunAsync(async () =>
    {
        string clip = ShortClip();
        Job poison = (await Store.SubmitAsync([Conversion(EndlessClip(), "poison.gif") with { Priority = 10 }], Limited))[0];
        IReadOnlyList<Job> neighbours = await Store.SubmitAsync([.. Enumerable.Range(0, 6).Select(i => Conversion(clip, $"{i}.gif"))], Limited);
        WorkerProcess worker = StartWorker(capacity: 1, lease: 2);
        while ((await GetAsync(poison)).State != JobState.Failed)
        {
            if ((await GetAsync(poison)) is { State: JobState.Running } running && running.Worker!.Contains($"-{worker.Id}-", StringComparison.Ordinal) && !worker.HasEnded)
            {
                worker.Kill();
                worker = StartWorker(capacity: 1, lease: 2);
            }

            await Task.Delay(50, Limited);
        }

        await UntilDoneAsync();
        Job failed = await GetAsync(poison);
        Assert.Equal((3, ErrorId.WorkerLost), (failed.Attempt, failed.Error!.ErrorId));
        Assert.DoesNotContain(Folder.Names, name => name.Contains("poison", StringComparison.Ordinal));
        await AssertFinishedOnceAsync(neighbours);
    });

    [Fact]
    public Task Three_workers_and_four_who_hand_in_share_one_store() => RunAsync(async () =>
    {
        string clip = ShortClip();
        for (int i = 0; i < 3; i++)
        {
            StartWorker(capacity: 1);
        }

        IReadOnlyList<Job>[] jobs = await Task.WhenAll(Enumerable.Range(0, 4).Select(async who =>
        {
            await using JobStore mine = await OpenAsync();
            List<Job> handedIn = [];
            for (int i = 0; i < 5; i++)
            {
                handedIn.AddRange(await mine.SubmitAsync([Conversion(clip, $"{who}-{i}.gif")], Limited));
            }

            return (IReadOnlyList<Job>)handedIn;
        }));
        await UntilDoneAsync();
        Assert.All(_workers, worker => Assert.False(worker.HasEnded));
        await AssertFinishedOnceAsync([.. jobs.SelectMany(each => each)]);
    });

    [Fact]
    public Task A_stopped_job_s_children_are_gone_when_it_is_said_to_be_cancelled() => RunAsync(async () =>
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Children are looked for in /proc.");
        string clip = EndlessClip();
        Job job = (await Store.SubmitAsync([Conversion(clip, "a.gif")], Limited))[0];
        StartWorker();
        await UntilRunningAsync(job);
        Assert.True((await Store.CancelAsync(job.Id, Limited)).IsCancelRequested);
        await UntilDoneAsync();
        Assert.Equal(JobState.Cancelled, (await GetAsync(job)).State);
        Assert.DoesNotContain(CommandLines(), line => line.Contains(clip, StringComparison.Ordinal));
        Assert.Equal([Path.GetFileName(clip)], Folder.Names.Where(name => !name.StartsWith("jobs.db", StringComparison.Ordinal)));
    });

    [Fact]
    public Task A_paused_queue_waits_and_goes_on_and_priorities_count() => RunAsync(async () =>
    {
        string clip = ShortClip();
        await Store.SetQueueAsync("default", new JobQueueChange { IsPaused = true }, Limited);
        WorkerProcess worker = StartWorker(capacity: 1);
        await worker.UntilAsync("WorkerStarted", Limited);
        IReadOnlyList<Job> jobs = await Store.SubmitAsync([.. Enumerable.Range(0, 6).Select(i => Conversion(clip, $"{i}.gif") with { Priority = i % 3 })], Limited);
        await Task.Delay(1000, Limited);
        Assert.All(await ListAsync(new JobQuery()), job => Assert.Equal(JobState.Submitted, job.State));
        await Store.SetQueueAsync("default", new JobQueueChange { IsPaused = false }, Limited);
        await UntilDoneAsync();
        int[] order = [.. (await ListAsync(new JobQuery())).OrderBy(job => job.StartTime).Select(job => job.Priority)];
        Assert.Equal([2, 2, 1, 1, 0, 0], order);
        await AssertFinishedOnceAsync(jobs);
    });

    [Fact]
    public Task A_worker_that_is_terminated_finishes_or_hands_back_and_says_goodbye() => RunAsync(async () =>
    {
        Assert.SkipUnless(IsUnix, "SIGTERM is sent with kill.");
        Job job = (await Store.SubmitAsync([Conversion(EndlessClip(), "a.gif")], Limited))[0];
        WorkerProcess worker = StartWorker(more: ["--drain", "0"]);
        await UntilRunningAsync(job);
        Assert.Equal(0, await worker.StopAsync(Limited));
        Job back = await GetAsync(job);
        Assert.Equal((JobState.Submitted, 0), (back.State, back.Attempt));
        Assert.Empty(await Store.ListWorkersAsync(Limited));
        Assert.DoesNotContain(Folder.Names, name => name.Contains("a.gif", StringComparison.Ordinal));
    });

    [Fact]
    public Task Ctrl_C_in_the_terminal_lets_the_running_job_end() => RunAsync(async () =>
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(WorkerProcess.Terminal), "A terminal is made by util-linux's script.");
        string clip = LongClip();
        IReadOnlyList<Job> jobs = await Store.SubmitAsync([.. Enumerable.Range(0, 3).Select(i => Conversion(clip, $"{i}.gif") with { Priority = -i })], Limited);
        WorkerProcess worker = StartWorkerInTerminal();
        await UntilRunningAsync(jobs[0]);
        Assert.Equal(0, await worker.InterruptAndWaitAsync(Limited));

        // Whichever job ran at that moment: it ended as if nothing had happened, and those behind it were not begun.
        List<Job> after = await ListAsync(new JobQuery());
        Assert.DoesNotContain(after, job => job.Error is not null || job.Attempt > 1 || job.State is not (JobState.Success or JobState.Submitted));
        Assert.DoesNotContain(worker.Log, line => line.Event is "JobRetried" or "JobFailed" or "JobReturned");
        await AssertFinishedOnceAsync([.. after.Where(job => job.State == JobState.Success)]);
        Assert.Contains(after, job => job.State == JobState.Success);
    });

    [Fact]
    public Task A_second_Ctrl_C_in_the_terminal_hands_the_running_job_back() => RunAsync(async () =>
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(WorkerProcess.Terminal), "A terminal is made by util-linux's script.");
        string clip = EndlessClip();
        Job job = (await Store.SubmitAsync([Conversion(clip, "a.gif")], Limited))[0];
        WorkerProcess worker = StartWorkerInTerminal();
        await UntilRunningAsync(job);
        worker.Interrupt();
        await worker.UntilAsync("WorkerDraining", Limited);
        Assert.Equal(0, await worker.InterruptAndWaitAsync(Limited));
        Job back = await GetAsync(job);
        Assert.Equal((JobState.Submitted, 0), (back.State, back.Attempt));
        Assert.DoesNotContain(CommandLines(), line => line.Contains(clip, StringComparison.Ordinal));
        Assert.DoesNotContain(Folder.Names, name => name.Contains("a.gif", StringComparison.Ordinal));
    });

    private WorkerProcess StartWorkerInTerminal()
    {
        WorkerProcess worker = WorkerProcess.StartInTerminal(Setting, "--capacity", "1", "--drain", "600");
        _workers.Add(worker);
        return worker;
    }

    private protected WorkerProcess StartWorker(int capacity = 2, double lease = 3, IReadOnlyDictionary<string, string>? environment = null, params string[] more)
    {
        WorkerProcess worker = WorkerProcess.Start(Setting, capacity, lease, environment, more);
        _workers.Add(worker);
        return worker;
    }

    private protected JobSubmission Conversion(string clip, string output) => new()
    {
        Requests = [new ConversionRequest { Source = MediaLocation.FromPath(clip), Destination = Folder.File(output) }],
    };

    /// <summary>10 frames: milliseconds to convert.</summary>
    private protected string ShortClip() => Clip("short.mp4", "testsrc2=size=64x48:rate=10:duration=1", "-c:v mpeg4 -q:v 3");

    /// <summary>Seconds to convert.</summary>
    private protected string LongClip() => Clip("long.mp4", "testsrc2=size=480x360:rate=25:duration=12", "-c:v mpeg4 -q:v 3");

    /// <summary>So long to convert that no machine has done it before something happens to it: two minutes, quickly made of two seconds.</summary>
    private protected string EndlessClip()
    {
        string part = Clip("part.mp4", "testsrc2=size=640x480:rate=25:duration=2", "-c:v mpeg4 -q:v 3");
        Ffmpeg.Run($"-stream_loop 59 -i {part} -c copy {Folder.File("endless.mp4")}");
        File.Delete(part);
        return Folder.File("endless.mp4");
    }

    /// <summary>True when no process but this one has begun something in the database that is not over.</summary>
    private protected abstract Task<bool> IsAtRestAsync();

    /// <summary>
    /// Stops a worker that does one job at a time in the middle of a conversion, and of nothing else: one that was stopped within a write
    /// keeps the database from everybody, and one that was stopped after its commit has no result any more that could come too late.
    /// </summary>
    /// <returns>The job that it was stopped in.</returns>
    private async Task<Job> FreezeAtWorkAsync(WorkerProcess worker)
    {
        string clip = LongClip();
        for (int i = 0; ; i++)
        {
            Job job = (await Store.SubmitAsync([Conversion(clip, $"{i}.gif")], Limited))[0];
            await UntilRunningAsync(job);
            do
            {
                worker.Signal("STOP");
                bool isAtRest = await IsAtRestAsync();
                if (isAtRest && await GetAsync(job) is { State: JobState.Running, Progress.Stage: not "Publishing" })
                {
                    return job;
                }

                worker.Signal("CONT");
                await Task.Delay(50, Limited);
            }
            while (await GetAsync(job) is { State: JobState.Running });
        }
    }

    private protected async Task RunAsync(Func<Task> test)
    {
        _limit.CancelAfter(TimeSpan.FromMinutes(4 + (Jobs / 60)));
        try
        {
            await test();
        }
        finally
        {
            foreach (WorkerProcess worker in _workers)
            {
                worker.Dispose();
            }

            _limit.Dispose();
        }
    }

    private protected async Task UntilDoneAsync()
    {
        while (await LeftAsync() > 0)
        {
            Assert.False(_workers.All(worker => worker.HasEnded), string.Join('\n', _workers.SelectMany(worker => worker.Log).Select(line => line.Line)));
            await Task.Delay(50, Limited);
        }
    }

    /// <summary>Every job is a success, its output is whole and the one recorded, nobody finished it twice, and nothing else is left.</summary>
    private protected async Task AssertFinishedOnceAsync(IReadOnlyList<Job> jobs)
    {
        foreach (Job job in jobs.Select(job => job.Id).Select(id => Store.FindAsync(id, Limited).GetAwaiter().GetResult()!))
        {
            Assert.True(job.State == JobState.Success, $"{job.Id} is {job.State}: {job.Error}");
            ConversionResult result = Assert.Single(job.Results);
            byte[] bytes = await File.ReadAllBytesAsync(result.Destination.Path, Limited);
            Assert.Equal((result.Bytes, result.Sha256), (bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))));
            using MemoryStream stream = new(bytes);
            Assert.Equal(job.Progress.FrameCount, AnimationReader.Read(stream, result.Destination.Name).FrameCount);
        }

        Assert.DoesNotContain(
            _workers.SelectMany(worker => worker.Log).Where(line => line.Event is "JobFinished" or "JobPublished").GroupBy(line => line.Job),
            finished => finished.Count() > 1);
        Assert.DoesNotContain(Folder.Names, name => name.EndsWith(".part", StringComparison.Ordinal));
    }

    private protected async Task UntilRunningAsync(Job job)
    {
        // Past the probing, so that something is being written.
        while (await GetAsync(job) is { IsEnded: false } now && now is not { State: JobState.Running, Progress.Frame: > 0 })
        {
            await Task.Delay(20, Limited);
        }
    }

    private Task<long> LeftAsync() => Store.CountAsync(new JobQuery { States = [JobState.Submitted, JobState.Running] }, Limited);

    private string Clip(string name, string picture, string encoder)
    {
        Ffmpeg.Run($"-f lavfi -i {picture} {encoder} {Folder.File(name)}");
        return Folder.File(name);
    }

    private static List<string> CommandLines()
    {
        List<string> lines = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(folder => Path.GetFileName(folder).All(char.IsAsciiDigit)))
        {
            try
            {
                lines.Add(File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' '));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile.
            }
        }

        return lines;
    }
}
