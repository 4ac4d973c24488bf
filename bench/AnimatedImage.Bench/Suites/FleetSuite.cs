using AnimatedImage.Bench.Fleet;
using AnimatedImage.TestServers;
using AnimatedImage.TestServers.Postgres;

namespace AnimatedImage.Bench.Suites;

/// <summary>Worker processes on one PostgreSQL with real conversions: how much more four do than one, and what killing them costs.</summary>
internal sealed class FleetSuite : ISuite
{
    private const int DefaultJobs = 500;
    private const int Workers = 4;

    public string Name => "fleet";

    public string Summary => "four worker processes on PostgreSQL, 500 conversions, workers killed at random; next to one worker";

    public BenchReport Run(BenchOptions options)
    {
        string folder = Directory.CreateTempSubdirectory("animatedimage-bench-").FullName;
        try
        {
            return RunAsync(options, folder).GetAwaiter().GetResult();
        }
        catch (ServerUnavailableException missing)
        {
            throw new BenchException($"There is no PostgreSQL to measure with: {missing.Message}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<BenchReport> RunAsync(BenchOptions options, string folder)
    {
        int jobs = options.Objects ?? DefaultJobs;
        int few = Math.Max(1, jobs / 5);
        List<string> notes =
        [
            $"{Machine.Describe()}; {Machine.VersionOf("ffmpeg", "-version")}.",
            "Two seconds of 320x180 to 160 pixels and 8 frames a second, two GIF to one WebP; processes of the headless host with one slot and a lease of 3 s; PostgreSQL as it is by default.",
            "Seconds count from the submission, when all workers wait, to the last end, by the database's clock. Workers are killed (kill -9) at random moments, each replaced at once by a new process.",
            "Lost: did not succeed. Twice: finished by more than one worker. Broken: outputs that are missing or not the bytes that the job tells, and hidden files left over.",
        ];
        BenchReport report = new(
            "Fleet", notes, ["workers", "jobs", "killed", "seconds", "jobs a second", "times one worker", "claims", "lost", "twice", "broken"]);
        await using PostgresServer server = await PostgresServer.StartAsync();
        FleetRun fleet = new(options.Worker, $"postgres://{PostgresServer.User}@127.0.0.1:{server.Port}/postgres", folder);
        double? one = null;
        foreach ((int workers, int count, int kills) in new[] { (1, few, 0), (2, few, 0), (Workers, few, 0), (Workers, jobs, jobs / 20) })
        {
            FleetResult result = await fleet.RunAsync($"{workers}-{count}-{kills}", workers, count, kills);
            double rate = count / result.Seconds;
            one ??= rate;
            report.Add(workers, count, result.Kills, result.Seconds, rate, rate / one, result.Claims, result.Lost, result.Twice, result.Broken);
            Console.WriteLine($"  {workers} workers, {count} jobs");
            if (result.Lost + result.Twice + result.Broken > 0)
            {
                Console.WriteLine(report.ToMarkdown());
                throw new BenchException("Jobs were lost, finished twice or left broken outputs.");
            }
        }

        return report;
    }
}
