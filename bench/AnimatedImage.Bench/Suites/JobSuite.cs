using AnimatedImage.Bench.Jobs;
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
            $"Overhead: {EmptyJobs} jobs that do nothing, one at a time, from claim to claim; it adds to whatever a conversion takes. "
                + "Pick-up: from the submission by one process's store to the claim by another's, both by the database's clock.",
        ];
        BenchReport report = new(
            "Jobs", notes, ["store", "conversion of 1 s alone ms", "overhead ms", "10,000 one by one s", "10,000 in hundreds s", "pick-up median ms", "pick-up worst ms"]);
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
        double alone = await costs.ConversionAsync(runs);
        double overhead = await costs.OverheadAsync(EmptyJobs);
        double single = await costs.EnqueueAsync(10_000, 1);
        double hundreds = await costs.EnqueueAsync(10_000, 100);
        (double median, double worst) = await costs.PickUpAsync(runs);
        await using JobStore store = await JobStore.OpenAsync(JobStoreSetting.Parse(setting), null, CancellationToken.None);
        report.Add(store.Description.Split(' ')[0], alone, overhead, single, hundreds, median, worst);
        Console.WriteLine($"  {store.Description.Split(' ')[0]}");
    }
}
