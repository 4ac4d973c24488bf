using System.Globalization;
using AnimatedImage.Bench.Fleet;
using AnimatedImage.Jobs;
using AnimatedImage.TestServers;
using AnimatedImage.TestServers.Postgres;

namespace AnimatedImage.Bench.Suites;

/// <summary>What fleets up to a thousand workers and a million jobs a day would do, from what the database's statements cost here.</summary>
internal sealed class ScaleSuite : ISuite
{
    private const double Million = 1e6;

    public string Name => "scale";

    public string Summary => "what PostgreSQL's statements cost, and simulated days of up to 1,000 workers and a million jobs";

    public BenchReport Run(BenchOptions options)
    {
        try
        {
            return RunAsync().GetAwaiter().GetResult();
        }
        catch (ServerUnavailableException missing)
        {
            throw new BenchException($"There is no PostgreSQL to measure with: {missing.Message}");
        }
    }

    private static async Task<BenchReport> RunAsync()
    {
        DatabaseCosts costs;
        await using (PostgresServer server = await PostgresServer.StartAsync())
        {
            costs = await DatabaseCosts.MeasureAsync(JobStoreSetting.Parse($"postgres://{PostgresServer.User}@127.0.0.1:{server.Port}/postgres"));
        }

        string Milliseconds(double seconds) => (seconds * 1000).ToString("F2", CultureInfo.InvariantCulture);
        List<string> notes =
        [
            $"{Machine.Describe()}; {Machine.VersionOf("postgres", "--version")}.",
            $"Measured, in milliseconds of the server's processor time: submit one job {Milliseconds(costs.Submit)}; a job in a row (commit, end and claim) {Milliseconds(costs.Job)}; "
                + $"look in vain {Milliseconds(costs.Look)}; heartbeat {Milliseconds(costs.Heartbeat)}; progress {Milliseconds(costs.Progress)}; ask for stops {Milliseconds(costs.Pulse)}. A write is on the disk after {Milliseconds(costs.Latency)} ms.",
            "Simulated from these: a day of submissions one by one, the busiest hour with twice the mean; conversions spread log-normally; a worker is lost every 24 hours, its job begins anew after the lease of 30 s.",
            "Pick-up: from the submission to the first claim. Begun again: jobs whose worker was lost. Every job is waiting, running or done once at the end of the day, which the simulation checks.",
        ];
        BenchReport report = new(
            "Scale",
            notes,
            [
                "workers", "slots each", "jobs a day", "seconds a job", "database cores", "done", "waiting", "begun again", "pick-up median ms", "pick-up 99 % ms",
                "slots busy %", "database busy %", "database busy, peak %",
            ]);
        foreach ((int workers, int slots, double jobs, double seconds, int cores) in new[]
        {
            (4, 1, 30_000, 5.0, 2), (10, 4, 150_000, 10.0, 2), (100, 4, Million, 10.0, 4), (1000, 1, Million, 10.0, 4), (1000, 2, Million, 60.0, 4), (1000, 2, Million, 60.0, 8), (1000, 2, 6 * Million, 10.0, 8),
        })
        {
            FleetModel model = new() { Workers = workers, Slots = slots, JobsPerDay = jobs, JobSeconds = seconds, DatabaseCores = cores, Costs = costs };
            SimulatedDay day = FleetSimulation.Run(model);
            report.Add(
                workers, slots, (long)jobs, seconds, cores, day.Done, day.Waiting, day.Repeated, day.PickUpMedian * 1000, day.PickUp99 * 1000,
                day.SlotsBusy * 100, day.DatabaseBusy * 100, day.DatabaseBusyPeak * 100);
            Console.WriteLine($"  {workers} workers, {jobs:N0} jobs");
        }

        return report;
    }
}
