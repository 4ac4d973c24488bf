using System.Diagnostics;
using AnimatedImage.Bench.Measuring;
using AnimatedImage.Conversion;
using AnimatedImage.Jobs;
using AnimatedImage.Jobs.Working;
using AnimatedImage.Media;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Bench.Jobs;

/// <summary>Measures one job store.</summary>
internal sealed class JobCosts(string folder, JobStoreSetting setting)
{
    private readonly Converter _converter = new(FFmpegLocator.Find());
    private readonly string _clip = MakeClip(folder);

    /// <summary>What a conversion of one second costs alone and as a job.</summary>
    public async Task<JobOverhead> OverheadAsync(int turns)
    {
        JobOverhead overhead = new(setting, Request("converted.gif"));
        await overhead.MeasureAsync(turns);
        return overhead;
    }

    /// <summary>Milliseconds of a job that does nothing, from one to the next, and how often something is brought to the disk for it.</summary>
    public async Task<(double Milliseconds, double Writes)> EmptyAsync(int jobs)
    {
        await using (JobStore store = await OpenAsync())
        {
            JobSubmission submission = new() { Requests = [Request("empty.gif")], Queue = "empty" };
            await store.SubmitAsync([.. Enumerable.Repeat(submission, jobs)], CancellationToken.None);
        }

        long before = await DiskWrites.CountAsync(setting);
        double milliseconds;
        await using (JobStore store = await OpenAsync())
        {
            JobWorker worker = new(store, new EmptyExecutor(), new JobWorkerOptions { Capacity = 1, Queues = ["empty"], StopWhenEmpty = true });
            milliseconds = await TimeAsync(() => worker.RunAsync(CancellationToken.None));
            long done = await store.CountAsync(new JobQuery { Queue = "empty", States = [JobState.Success] }, CancellationToken.None);
            if (done != jobs)
            {
                throw new BenchException($"Only {done} of {jobs} jobs were done.");
            }
        }

        return (milliseconds / jobs, (double)(await DiskWrites.CountAsync(setting) - before) / jobs);
    }

    /// <summary>Seconds until so many jobs are handed in.</summary>
    public async Task<double> EnqueueAsync(int count, int atOnce)
    {
        await using JobStore store = await OpenAsync();
        await store.SetQueueAsync("never", new JobQueueChange { IsPaused = true }, CancellationToken.None);
        JobSubmission submission = new() { Requests = [Request("never.gif")], Queue = "never", Tags = ["bench"] };
        return await TimeAsync(async () =>
        {
            for (int done = 0; done < count; done += atOnce)
            {
                await store.SubmitAsync([.. Enumerable.Repeat(submission, atOnce)], CancellationToken.None);
            }
        }) / 1000;
    }

    /// <summary>Milliseconds from the submission to the claim by a worker that has nothing to do.</summary>
    public async Task<(double Median, double Worst)> PickUpAsync(int runs)
    {
        await using JobStore store = await OpenAsync();
        await using JobStore handsIn = await OpenAsync();
        using CancellationTokenSource stop = new();
        Task run = new JobWorker(store, new ConversionExecutor(_converter), new JobWorkerOptions { Capacity = 1 }).RunAsync(stop.Token);
        List<double> delays = [];
        for (int i = 0; i < runs; i++)
        {
            // Not in step with the worker's looking.
            await Task.Delay(700 + (i * 37 % 300));
            Job job = (await handsIn.SubmitAsync([new JobSubmission { Requests = [Request($"pick-up-{i}.gif")] }], CancellationToken.None))[0];
            await foreach (Job seen in handsIn.WatchAsync([job.Id], null, CancellationToken.None))
            {
                job = seen;
            }

            delays.Add((job.StartTime!.Value - job.SubmitTime).TotalMilliseconds);
        }

        await stop.CancelAsync();
        await run;
        return (Statistics.Median(delays), delays.Max());
    }

    private Task<JobStore> OpenAsync() => JobStore.OpenAsync(setting, null, CancellationToken.None);

    private ConversionRequest Request(string output) => new() { Source = MediaLocation.FromPath(_clip), Destination = Path.Combine(folder, output), Force = true };

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        long start = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static string MakeClip(string folder)
    {
        string clip = Path.Combine(folder, "clip.mp4");
        if (!File.Exists(clip))
        {
            ProcessMeter.Run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=10:duration=1", "-c:v", "mpeg4", "-q:v", "3", "-y", clip]);
        }

        return clip;
    }
}
