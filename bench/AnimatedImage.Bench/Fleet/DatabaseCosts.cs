using System.Diagnostics;
using AnimatedImage.Bench.Measuring;
using AnimatedImage.Jobs;
using AnimatedImage.Jobs.Working;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Bench.Fleet;

/// <summary>
/// What the database has to do, in seconds of processor time of the server's processes, which a busy machine hardly changes; and how long
/// a client waits for a write.
/// </summary>
internal sealed record DatabaseCosts
{
    private const int Clients = 2;
    private const int Waits = 200;

    private static readonly TimeSpan _perMeasurement = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _lease = TimeSpan.FromMinutes(10);

    /// <summary>Handing in one job by itself.</summary>
    public required double Submit { get; init; }

    /// <summary>Looking for a job when there is none.</summary>
    public required double Look { get; init; }

    /// <summary>A job in a row: its commit, and its end with the claim of the next.</summary>
    public required double Job { get; init; }

    /// <summary>A worker's sign of life, with the leases of what it runs.</summary>
    public required double Heartbeat { get; init; }

    /// <summary>Storing how far a job is.</summary>
    public required double Progress { get; init; }

    /// <summary>Asking whether a running job is to be stopped.</summary>
    public required double Pulse { get; init; }

    /// <summary>Seconds from a write's being sent to its being on the disk: the median.</summary>
    public required double Latency { get; init; }

    /// <summary>Measures a store, which should be empty, on a server that is a child of this process.</summary>
    public static async Task<DatabaseCosts> MeasureAsync(JobStoreSetting setting)
    {
        await using JobStore store = await JobStore.OpenAsync(setting, null, CancellationToken.None);
        ConversionRequest request = new() { Source = MediaLocation.FromPath("/clips/clip.mp4"), Destination = "/clips/clip.gif" };
        JobWorkerOptions options = new() { Lease = _lease, Queues = ["costs"] };
        JobWorkerOptions idle = options with { Queues = ["nothing"] };
        JobSubmission submission = new() { Requests = [request], Queue = "costs" };
        double submit = Measure((_, _) => store.SubmitAsync([submission], CancellationToken.None).GetAwaiter().GetResult());
        JobClaim[] held = [.. Enumerable.Range(0, Clients).Select(client => Take(store, client, options))];
        for (int client = 0; client < Clients; client++)
        {
            store.Register(Name(client), options);
        }

        JobRunState state = new() { Plan = "160x120, 10 frames", Folders = "/clips", Progress = new JobProgress("Converting", 0.5, 5, 10) };
        double look = Measure((client, _) => store.Claim(Name(client), idle));
        double heartbeat = Measure((client, _) =>
        {
            store.Renew(Name(client), [held[client]], _lease);
            store.Report(Name(client), false);
        });
        double pulse = Measure((client, _) => store.Look(Name(client), [held[client]]));
        double progress = Measure((client, round) => store.SaveProgress(held[client], Name(client), state with { BytesIn = round }, _lease));
        for (int i = 0; i < 20; i++)
        {
            await store.SubmitAsync([.. Enumerable.Repeat(submission, 500)], CancellationToken.None);
        }

        double job = Measure((client, _) =>
        {
            store.Commit(held[client], Name(client), state, "{}", _lease);
            JobClaim? next = store.FinishAndClaim(held[client], Name(client), JobState.Success, state, [], null, options).Next;
            held[client] = next ?? Take(store, client, options);
        });
        List<double> waits = [];
        for (int i = 0; i < Waits; i++)
        {
            long sent = Stopwatch.GetTimestamp();
            store.SaveProgress(held[0], Name(0), state with { BytesIn = i }, _lease);
            waits.Add(Stopwatch.GetElapsedTime(sent).TotalSeconds);
        }

        return new DatabaseCosts { Latency = Statistics.Median(waits), Submit = submit, Look = look, Job = job, Heartbeat = heartbeat, Progress = progress, Pulse = pulse };
    }

    private static string Name(int client) => FormattableString.Invariant($"bench-{client}");

    private static JobClaim Take(JobStore store, int client, JobWorkerOptions options) =>
        store.Claim(Name(client), options) ?? throw new BenchException("The jobs to measure with have run out.");

    /// <summary>Seconds of the server's processor time that one call takes.</summary>
    private static double Measure(Action<int, int> call)
    {
        int calls = 0;
        double before = ServerUsage.CpuSeconds();
        long start = Stopwatch.GetTimestamp();
        Thread[] clients =
        [
            .. Enumerable.Range(0, Clients).Select(client => new Thread(() =>
            {
                for (int round = 0; Stopwatch.GetElapsedTime(start) < _perMeasurement; round++)
                {
                    call(client, round);
                    Interlocked.Increment(ref calls);
                }
            })),
        ];
        Array.ForEach(clients, client => client.Start());
        Array.ForEach(clients, client => client.Join());
        return (ServerUsage.CpuSeconds() - before) / calls;
    }
}
