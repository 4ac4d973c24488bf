using AnimatedImage.Bench.Jobs;
using AnimatedImage.Bench.Measuring;
using AnimatedImage.Jobs;
using AnimatedImage.TestServers;
using AnimatedImage.TestServers.Postgres;

namespace AnimatedImage.Bench.Suites;

/// <summary>What a job costs over the conversion alone, how fast jobs are handed in, and how soon an idle worker takes one.</summary>
internal sealed class JobSuite : ISuite
{
    private const int DefaultRuns = 20;
    private const int EmptyJobs = 200;

    public string Name => "jobs";

    public string Summary => "overhead of a job, enqueue of 10,000, pick-up by an idle worker; SQLite and PostgreSQL";

    public BenchReport Run(BenchOptions options) => RunAsync(options.Runs ?? DefaultRuns).GetAwaiter().GetResult();

    private static async Task<BenchReport> RunAsync(int runs)
    {
        List<string> notes =
        [
            $"{Machine.Describe()}; {Machine.VersionOf("ffmpeg", "-version")}.",
            "Overhead: the same conversion of 1 s at 160x120 alone and as a job, in turns of ten in one warm process; a job counts from its claim to the next one's. "
                + "Wall and CPU are medians; PostgreSQL's own processor time is in no column.",
            $"An empty job does nothing: {EmptyJobs} of them, one at a time. Writes: transactions that changed the SQLite file, or times that PostgreSQL brought its log to the disk, per empty job.",
            "Pick-up: from the submission by one process's store to the claim by another's, both by the database's clock.",
        ];
        BenchReport report = new(
            "Jobs",
            notes,
            [
                "store", "conversion alone ms", "as a job ms", "overhead ms", "alone CPU ms", "as a job CPU ms", "empty job ms", "writes a job",
                "1,000 one by one s", "10,000 in hundreds s", "pick-up median ms", "pick-up worst ms",
            ]);
        string folder = Directory.CreateTempSubdirectory("animatedimage-bench-").FullName;
        try
        {
            await MeasureAsync(report, folder, Path.Combine(folder, "jobs.db"), runs);
            try
            {
                await using PostgresServer server = await PostgresServer.StartAsync();
                await MeasureAsync(report, folder, $"postgres://{PostgresServer.User}@127.0.0.1:{server.Port}/postgres", runs);
            }
            catch (ServerUnavailableException missing)
            {
                notes.Add($"PostgreSQL was left out: {missing.Message}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return report;
    }

    private static async Task MeasureAsync(BenchReport report, string folder, string setting, int runs)
    {
        JobCosts costs = new(folder, JobStoreSetting.Parse(setting));
        JobOverhead overhead = await costs.OverheadAsync(runs);
        (double empty, double writes) = await costs.EmptyAsync(EmptyJobs);
        double single = await costs.EnqueueAsync(1_000, 1);
        double hundreds = await costs.EnqueueAsync(10_000, 100);
        (double median, double worst) = await costs.PickUpAsync(runs);
        await using JobStore store = await JobStore.OpenAsync(JobStoreSetting.Parse(setting), null, CancellationToken.None);
        ProcessCost alone = overhead.Alone;
        ProcessCost job = overhead.Job;
        report.Add(
            store.Description.Split(' ')[0],
            alone.WallSeconds * 1000,
            job.WallSeconds * 1000,
            (job.WallSeconds - alone.WallSeconds) * 1000,
            alone.CpuSeconds * 1000,
            job.CpuSeconds * 1000,
            empty,
            writes,
            single,
            hundreds,
            median,
            worst);
        Console.WriteLine($"  {store.Description.Split(' ')[0]}");
    }
}
