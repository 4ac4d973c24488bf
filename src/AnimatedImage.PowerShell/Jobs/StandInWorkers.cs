using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Jobs;
using AnimatedImage.Jobs.Working;
using AnimatedImage.PowerShell.Pipeline;

namespace AnimatedImage.PowerShell.Jobs;

/// <summary>Workers of this process that serve queues which no living worker serves, so that one shell is enough.</summary>
/// <param name="store">Where the jobs are.</param>
/// <param name="findConverter">Finds ffmpeg.</param>
/// <param name="streams">Where is told what they do.</param>
internal sealed class StandInWorkers(JobStore store, Func<Converter> findConverter, ICommandStreams streams) : IAsyncDisposable
{
    // A worker that ends says so; one that is lost is noticed when its lease has run out, which is longer than this.
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private Converter? _converter;

    /// <summary>Looks again and again, until it is told to stop.</summary>
    /// <param name="queues">The queues that must be served.</param>
    /// <param name="over">Ends the looking; the workers go on until they are disposed of.</param>
    /// <exception cref="ConversionException">This process has to work and cannot: there is no ffmpeg.</exception>
    public async Task KeepAsync(Func<IReadOnlyList<string>> queues, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                await ServeAsync(queues(), over).ConfigureAwait(false);
                await Task.Delay(s_betweenLooks, over).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (ConversionException failure) when (failure.ErrorId == ErrorId.JobStoreUnreachable)
            {
                // Whoever waits for the jobs tells about it.
            }
        }
    }

    /// <summary>Ends the workers; what they could not finish is handed back at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running).ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task ServeAsync(IReadOnlyList<string> queues, CancellationToken over)
    {
        WorkerInfo[] alive = [.. (await store.ListWorkersAsync(over).ConfigureAwait(false)).Where(worker => worker is { IsAlive: true, IsStopping: false })];
        string[] unserved = [.. queues.Where(queue => !alive.Any(worker => Serves(worker, queue)))];
        if (unserved.Length == 0)
        {
            return;
        }

        _converter ??= findConverter();
        JobWorkerOptions options = new() { Queues = unserved, DrainTime = TimeSpan.Zero };
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        JobWorker worker = new(store, new ConversionExecutor(_converter), options, happened =>
        {
            _ = happened.Name == "WorkerStarted" && started.TrySetResult();
        });
        await streams.WriteVerboseAsync($"No worker is alive for {string.Join(", ", unserved)}: working here as {worker.Id}.").ConfigureAwait(false);
        Task run = worker.RunAsync(_stop.Token, _stop.Token);
        _running.Add(run);

        // Once it is known to the store, the next look counts it.
        await Task.WhenAny(started.Task, run).WaitAsync(over).ConfigureAwait(false);
    }

    private static bool Serves(WorkerInfo worker, string queue) =>
        worker.Queues.Count == 0 || worker.Queues.Contains(queue, StringComparer.OrdinalIgnoreCase);
}
