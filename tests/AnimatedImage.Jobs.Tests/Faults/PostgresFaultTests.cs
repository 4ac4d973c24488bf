using AnimatedImage.Jobs.Databases;
using AnimatedImage.TestServers.Postgres;

namespace AnimatedImage.Jobs.Tests.Faults;

/// <summary>On PostgreSQL also: the server dies, and machines' clocks differ.</summary>
public sealed class PostgresFaultTests : FaultTests
{
    [Fact]
    public Task The_database_dies_and_comes_back_and_every_job_is_finished_once() => RunAsync(async () =>
    {
        PostgresServer server = await TestDatabases.OwnServerAsync();
        await using (server)
        {
            await UseAsync(await TestDatabases.NewAsync(server));
            string clip = ShortClip();
            IReadOnlyList<Job> jobs = await Store.SubmitAsync([.. Enumerable.Range(0, 24).Select(i => Conversion(clip, $"{i}.gif"))], Limited);
            WorkerProcess one = StartWorker(lease: 6);
            StartWorker(lease: 6);
            await one.UntilAsync("JobFinished", Limited);
            await server.CrashAsync();
            WorkerProcess late = StartWorker(lease: 6);
            await one.UntilAsync("StoreLost", Limited);
            await late.UntilAsync("StoreLost", Limited);
            await server.RestartAsync();
            await UntilDoneAsync();
            await late.UntilAsync("WorkerStarted", Limited);
            await AssertFinishedOnceAsync(jobs);
            Assert.False(one.HasEnded);
            await Store.DisposeAsync();
        }
    });

    [Fact]
    public Task Clocks_that_are_hours_apart_make_no_difference() => RunAsync(async () =>
    {
        string? library = new[] { "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64" }
            .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(library is null, "NO FAKETIME: no worker can be given a wrong clock.");
        string clip = ShortClip();
        IReadOnlyList<Job> jobs = await Store.SubmitAsync(
            [Conversion(LongClip(), "long.gif") with { Priority = 10 }, .. Enumerable.Range(0, 8).Select(i => Conversion(clip, $"{i}.gif"))], Limited);
        foreach (string offset in new[] { "+3h", "-3h" })
        {
            // Only the time of day is to be wrong; with its own repair of waits the library would end every wait at once.
            Dictionary<string, string> clock = new()
            {
                ["LD_PRELOAD"] = library!,
                ["FAKETIME"] = offset,
                ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
                ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
            };
            StartWorker(lease: 30, environment: clock);
        }

        await UntilDoneAsync();
        await AssertFinishedOnceAsync(jobs);
        Assert.All(await ListAsync(new JobQuery()), job => Assert.Equal(1, job.Attempt));
        Assert.All(await ListAsync(new JobQuery()), job => Assert.InRange(job.EndTime!.Value - job.SubmitTime, TimeSpan.Zero, TimeSpan.FromMinutes(10)));
    });

    private protected override Task<string> NewSettingAsync() => TestDatabases.NewAsync();

    private protected override Task<bool> IsAtRestAsync() => Task.Run(() => Store.Database.Read(connection => SqlStatement.Number(
        connection,
        null,
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'")) == 0);
}
