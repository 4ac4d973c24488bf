using AnimatedImage.Jobs;

namespace AnimatedImage.PowerShell.Completion;

/// <summary>The ids of the workers.</summary>
internal sealed class WorkerIdCompleter : JobStoreCompleter
{
    private protected override async Task<IReadOnlyList<(string Text, string Meaning)>> ReadAsync(string command, IJobStore store, CancellationToken stopped) =>
        [.. (await store.ListWorkersAsync(stopped).ConfigureAwait(false)).Select(worker => (worker.Id, Describe(worker)))];

    private static string Describe(WorkerInfo worker) =>
        FormattableString.Invariant($"{(worker.IsAlive ? worker.IsStopping ? "Stopping" : "Alive" : "Lost")} on {worker.Host}, {worker.Jobs.Count} of {worker.Capacity} jobs");
}
