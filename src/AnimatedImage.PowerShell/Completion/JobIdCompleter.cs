using AnimatedImage.Jobs;
using Job = AnimatedImage.Jobs.Job;

namespace AnimatedImage.PowerShell.Completion;

/// <summary>The ids of the newest jobs.</summary>
internal sealed class JobIdCompleter : JobStoreCompleter
{
    private const int Most = 50;

    private protected override async Task<IReadOnlyList<(string Text, string Meaning)>> ReadAsync(IJobStore store, CancellationToken stopped)
    {
        List<(string, string)> found = [];
        await foreach (Job job in store.ListAsync(new JobQuery { First = Most }, stopped).ConfigureAwait(false))
        {
            found.Add((job.Id, $"{job.Name}, {job.State}, {job.Source.Name}"));
        }

        return found;
    }
}
