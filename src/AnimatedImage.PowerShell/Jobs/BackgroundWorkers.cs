using System.Collections.Concurrent;
using AnimatedImage.Conversion;
using AnimatedImage.Jobs;
using AnimatedImage.Jobs.Working;

namespace AnimatedImage.PowerShell.Jobs;

/// <summary>The workers that this process runs in the background. They end with it, and hand back what they have not finished.</summary>
internal static class BackgroundWorkers
{
    private static readonly ConcurrentDictionary<string, Action> s_running = new(StringComparer.Ordinal);

    /// <summary>Starts a worker and returns once the store knows it.</summary>
    /// <param name="store">Where the jobs are; closed when the worker has ended.</param>
    /// <param name="converter">Carries them out.</param>
    /// <param name="tools">What it converts with; given up when the worker has ended.</param>
    /// <param name="options">How it works.</param>
    /// <returns>The worker's id.</returns>
    public static async Task<string> StartAsync(JobStore store, Converter converter, WorkerTools tools, JobWorkerOptions options)
    {
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        JobWorker worker = new(store, new ConversionExecutor(converter), options, happened =>
        {
            _ = happened.Name == "WorkerStarted" && started.TrySetResult();
        });
        Task run = RunAsync(store, tools, worker);
        await Task.WhenAny(started.Task, run).ConfigureAwait(false);
        return worker.Id;
    }

    /// <summary>Stops a worker if it is one of this process, sooner than its next heartbeat would.</summary>
    public static void Stop(string id)
    {
        if (s_running.TryGetValue(id, out Action? stop))
        {
            stop();
        }
    }

    private static async Task RunAsync(JobStore store, WorkerTools tools, JobWorker worker)
    {
        using WorkerTools held = tools;
        await using (store.ConfigureAwait(false))
        {
            using CancellationTokenSource stop = new();
            using CancellationTokenSource stopNow = new();
            using ProcessEnd onExit = new(stopNow.Cancel);
            s_running[worker.Id] = stop.Cancel;
            Task run = worker.RunAsync(stop.Token, stopNow.Token);
            onExit.Until(run);
            try
            {
                await run.ConfigureAwait(false);
            }
            finally
            {
                s_running.TryRemove(worker.Id, out _);
            }
        }
    }
}
