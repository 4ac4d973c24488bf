using System.Globalization;
using AnimatedImage.Jobs;
using AnimatedImage.PowerShell.Pipeline;
using Job = AnimatedImage.Jobs.Job;
using JobState = AnimatedImage.Jobs.JobState;

namespace AnimatedImage.PowerShell.Jobs;

/// <summary>A bar over several jobs, and one under it for each that runs.</summary>
/// <param name="streams">Where the bars are shown.</param>
/// <param name="activity">What is done with the jobs.</param>
internal sealed class JobBars(ICommandStreams streams, string activity) : IAsyncDisposable
{
    // More would scroll the console.
    private const int MostBars = 8;

    private readonly ProgressRelay _all = new(streams, activity);
    private readonly Dictionary<string, ProgressRelay> _bars = [];

    /// <summary>Shows the bar over all.</summary>
    /// <param name="status"><c>3 of 10 done, 1 failed</c>.</param>
    /// <param name="fraction">0–1; null while unknown.</param>
    public void ShowAll(string status, double? fraction) => _all.Show(status, fraction is { } known ? (int)(100 * known) : -1);

    /// <summary>Shows how far a job is; takes its bar away once it runs no more.</summary>
    public async ValueTask ShowAsync(Job job)
    {
        if (job.State != JobState.Running)
        {
            await EndAsync(job.Id).ConfigureAwait(false);
            return;
        }

        if (!_bars.TryGetValue(job.Id, out ProgressRelay? bar))
        {
            if (_bars.Count >= MostBars)
            {
                return;
            }

            _bars[job.Id] = bar = new ProgressRelay(streams, job.Name, _all);
        }

        JobProgress progress = job.Progress;
        string status = progress.FrameCount > 0
            ? string.Create(CultureInfo.CurrentCulture, $"{progress.Stage}: {Math.Min(progress.Frame, progress.FrameCount)} of {progress.FrameCount} frames")
            : progress.Stage;
        TimeSpan? remaining = progress.Fraction > 0.01 && job.Elapsed is { } elapsed ? elapsed * ((1 - progress.Fraction) / progress.Fraction) : null;
        bar.Show(status, progress.FrameCount > 0 ? (int)(100 * progress.Fraction) : -1, remaining);
    }

    /// <summary>Takes a job's bar away.</summary>
    public async ValueTask EndAsync(string id)
    {
        if (_bars.Remove(id, out ProgressRelay? bar))
        {
            await bar.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Takes all bars away.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (string id in _bars.Keys.ToArray())
        {
            await EndAsync(id).ConfigureAwait(false);
        }

        await _all.DisposeAsync().ConfigureAwait(false);
    }
}
