using AnimatedImage.Bench.Measuring;
using AnimatedImage.Conversion;
using AnimatedImage.Jobs;
using AnimatedImage.Jobs.Working;
using AnimatedImage.Media;
using AnimatedImage.Requests;

namespace AnimatedImage.Bench.Jobs;

/// <summary>
/// The same conversion alone and as a job, in turns, in one warm process. What a job takes is counted from its claim to the claim of the
/// next one, by the database's clock: everything that a job costs lies between them.
/// </summary>
/// <param name="setting">The job store.</param>
/// <param name="request">The conversion.</param>
internal sealed class JobOverhead(JobStoreSetting setting, ConversionRequest request)
{
    private const int PerTurn = 10;

    private readonly WarmConversion _conversion = new();
    private readonly ConversionExecutor _executor = new(new Converter(FFmpegLocator.Find()));
    private readonly List<ProcessCost> _alone = [];
    private readonly List<double> _jobSeconds = [];
    private readonly List<double?> _jobCpuSeconds = [];

    /// <summary>The conversion alone: medians.</summary>
    public ProcessCost Alone => new(
        Statistics.Median(_alone.Select(cost => cost.WallSeconds)), Statistics.MedianOrNull(_alone.Select(cost => cost.CpuSeconds)), null);

    /// <summary>The conversion as a job: medians. The processor time is this process's and its children's; a database server's is not in it.</summary>
    public ProcessCost Job => new(Statistics.Median(_jobSeconds), Statistics.MedianOrNull(_jobCpuSeconds), null);

    /// <summary>Runs so many turns of ten each.</summary>
    public async Task MeasureAsync(int turns)
    {
        for (int turn = -1; turn < turns; turn++)
        {
            // Each turn begins with the other one; the first is for warming up.
            if (turn % 2 == 0)
            {
                await ConvertAsync();
                await WorkAsync();
            }
            else
            {
                await WorkAsync();
                await ConvertAsync();
            }

            if (turn < 0)
            {
                _alone.Clear();
                _jobSeconds.Clear();
                _jobCpuSeconds.Clear();
            }
        }
    }

    private async Task ConvertAsync()
    {
        for (int i = 0; i < PerTurn; i++)
        {
            _alone.Add(await _conversion.RunAsync(request));
        }
    }

    private async Task WorkAsync()
    {
        await using JobStore store = await JobStore.OpenAsync(setting, null, CancellationToken.None);
        JobSubmission submission = new() { Requests = [request], Queue = "overhead" };
        IReadOnlyList<Job> jobs = await store.SubmitAsync([.. Enumerable.Repeat(submission, PerTurn + 1)], CancellationToken.None);
        JobWorker worker = new(store, _executor, new JobWorkerOptions { Capacity = 1, Queues = ["overhead"], StopWhenEmpty = true });
        TimeSpan own = Environment.CpuUsage.TotalTime;
        double? children = ChildUsage.CpuSeconds();
        await worker.RunAsync(CancellationToken.None);
        double ownSeconds = (Environment.CpuUsage.TotalTime - own).TotalSeconds;
        _jobCpuSeconds.Add((ChildUsage.CpuSeconds() - children + ownSeconds) / jobs.Count);
        List<DateTimeOffset> starts = [];
        await foreach (Job job in store.ListAsync(new JobQuery { Ids = [.. jobs.Select(job => job.Id)] }, CancellationToken.None))
        {
            starts.Add(job.State == JobState.Success ? job.StartTime!.Value : throw new BenchException($"A job is {job.State}: {job.Error?.Message}"));
        }

        starts.Sort();
        _jobSeconds.AddRange(starts.Zip(starts.Skip(1), (first, next) => (next - first).TotalSeconds));
    }
}
