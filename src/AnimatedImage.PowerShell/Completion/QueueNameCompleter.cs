using AnimatedImage.Jobs;

namespace AnimatedImage.PowerShell.Completion;

/// <summary>The names of the queues.</summary>
internal sealed class QueueNameCompleter : JobStoreCompleter
{
    private protected override async Task<IReadOnlyList<(string Text, string Meaning)>> ReadAsync(string command, IJobStore store, CancellationToken stopped) =>
        [.. (await store.ListQueuesAsync(stopped).ConfigureAwait(false)).Select(queue => (queue.Name, Describe(queue)))];

    private static string Describe(JobQueue queue) =>
        FormattableString.Invariant($"{(queue.IsPaused ? "Paused" : "Active")}, {queue.Depth} waiting, {queue.Running} running");
}
