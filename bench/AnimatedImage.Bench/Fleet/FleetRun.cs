using System.Security.Cryptography;
using AnimatedImage.Bench.Measuring;
using AnimatedImage.Conversion;
using AnimatedImage.Inspection;
using AnimatedImage.Jobs;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Bench.Fleet;

/// <summary>Small conversions, done by worker processes of which some are killed, and looked at afterwards one by one.</summary>
/// <param name="program">The headless host's assembly.</param>
/// <param name="store">The job store's setting.</param>
/// <param name="folder">Where clips and outputs go.</param>
internal sealed class FleetRun(string program, string store, string folder)
{
    private const int Tries = 20;

    private static readonly TimeSpan _lease = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _longestStandstill = TimeSpan.FromMinutes(5);

    private static readonly string[] _sources = ["testsrc2=size=320x180:rate=25", "mandelbrot=size=320x180:rate=25", "life=size=160x90:rate=25:mold=10:random_seed=1,scale=320:180"];

    private readonly string[] _clips = [.. _sources.Select((source, index) => MakeClip(Path.Combine(folder, $"clip{index}.mp4"), source))];
    private readonly List<FleetWorker> _workers = [];

    /// <summary>Lets so many workers do so many jobs.</summary>
    /// <param name="name">A folder of its own for the outputs.</param>
    /// <param name="workers">Processes with one slot each.</param>
    /// <param name="count">Jobs.</param>
    /// <param name="kills">How many workers are killed, each replaced at once.</param>
    public async Task<FleetResult> RunAsync(string name, int workers, int count, int kills)
    {
        string outputs = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        await using JobStore jobs = await JobStore.OpenAsync(JobStoreSetting.Parse(store), null, CancellationToken.None);
        try
        {
            for (int i = 0; i < workers; i++)
            {
                Start();
            }

            // All are there before the first job is.
            while ((await jobs.ListWorkersAsync(CancellationToken.None)).Count(worker => worker.IsAlive) < workers)
            {
                await Task.Delay(50);
            }

            List<string> ids = [];
            foreach (JobSubmission[] chunk in Enumerable.Range(0, count).Select(i => Submission(i, outputs)).Chunk(100))
            {
                ids.AddRange((await jobs.SubmitAsync(chunk, CancellationToken.None)).Select(job => job.Id));
            }

            int killed = await KillUntilDoneAsync(jobs, ids, kills);
            return await LookAsync(jobs, ids, outputs, killed);
        }
        finally
        {
            _workers.ForEach(worker => worker.Dispose());
            _workers.Clear();
        }
    }

    private void Start() => _workers.Add(FleetWorker.Start(program, store, _lease));

    private JobSubmission Submission(int index, string outputs) => new()
    {
        Requests =
        [
            new ConversionRequest
            {
                Source = MediaLocation.FromPath(_clips[index % _clips.Length]),
                Destination = Path.Combine(outputs, $"{index}{(index % 3 == 2 ? ".webp" : ".gif")}"),
                Sampling = new Sampling { Rate = 8 },
                Size = new FrameSize { Width = FrameDimension.FromNumber(160) },
            },
        ],
        MaxAttempt = Tries,
    };

    private async Task<int> KillUntilDoneAsync(JobStore jobs, List<string> ids, int kills)
    {
        // The same moments and victims every time, as far as a machine repeats itself.
        Random random = new(20261121);
        JobQuery ended = new() { Ids = ids, States = [JobState.Success, JobState.Failed, JobState.Cancelled] };
        int killed = 0;
        long before = 0;
        DateTime moved = DateTime.UtcNow;
        for (long done; (done = await jobs.CountAsync(ended, CancellationToken.None)) < ids.Count;)
        {
            moved = done == before ? moved : DateTime.UtcNow;
            before = done;
            if (DateTime.UtcNow - moved > _longestStandstill)
            {
                throw new BenchException($"Only {done} of {ids.Count} jobs have ended, and no more do.");
            }

            await Task.Delay(random.Next(300, 1500));
            FleetWorker[] running = [.. _workers.Where(worker => worker.IsRunning)];
            FleetWorker victim = running[random.Next(running.Length)];
            if (killed < kills && victim.Log.Any(line => line.Event == "JobStarted"))
            {
                victim.Kill();
                killed++;
                Start();
            }
        }

        return killed;
    }

    private async Task<FleetResult> LookAsync(JobStore jobs, List<string> ids, string outputs, int killed)
    {
        List<Job> done = [];
        await foreach (Job job in jobs.ListAsync(new JobQuery { Ids = ids }, CancellationToken.None))
        {
            done.Add(job);
        }

        string[] ended = [.. _workers.SelectMany(worker => worker.Log).Where(line => line.Event is "JobFinished" or "JobPublished").Select(line => line.Job!)];
        return new FleetResult(
            (done.Max(job => job.EndTime!.Value) - done.Min(job => job.SubmitTime)).TotalSeconds,
            killed,
            done.Sum(job => job.Attempt),
            ids.Count - done.Count(job => job.State == JobState.Success),
            ended.GroupBy(id => id).Count(each => each.Count() > 1),
            done.SelectMany(job => job.Results).Count(IsBroken)
                + Math.Max(0, ids.Count - done.Sum(job => job.Results.Count))
                + Directory.EnumerateFiles(outputs, ".*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }).Count());
    }

    private static bool IsBroken(ConversionResult result)
    {
        string path = result.Destination.Path;
        if (!File.Exists(path) || Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) != result.Sha256)
        {
            return true;
        }

        using FileStream file = File.OpenRead(path);
        return AnimationReader.Read(file, path).FrameCount != result.FrameCount;
    }

    private static string MakeClip(string path, string source)
    {
        if (!File.Exists(path))
        {
            ProcessMeter.Run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", source, "-t", "2", "-c:v", "mpeg4", "-q:v", "3", "-y", path]);
        }

        return path;
    }
}
