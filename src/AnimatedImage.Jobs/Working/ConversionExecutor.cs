using System.Globalization;
using AnimatedImage.Conversion;
using AnimatedImage.Sinks;

namespace AnimatedImage.Jobs.Working;

/// <summary>Converts: all requests of the job, on one decode where they take the same frames; all outputs staged before any appears.</summary>
/// <param name="converter">Carries conversions out.</param>
public sealed class ConversionExecutor(Converter converter) : IJobExecutor
{
    /// <inheritdoc/>
    public async Task<IStagedJob> StageAsync(JobClaim claim, Action<JobRunState> report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(report);
        List<PreparedConversion> prepared = [];
        try
        {
            await PrepareAsync(claim, prepared, cancellationToken).ConfigureAwait(false);
            return await StageAsync(claim, prepared, report, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // What is staged needs its source no more.
            foreach (PreparedConversion each in prepared)
            {
                await each.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<StagedJob> StageAsync(JobClaim claim, List<PreparedConversion> prepared, Action<JobRunState> report, CancellationToken cancellationToken)
    {
        string[] folders = [.. prepared.SelectMany(each => each.Destinations).Where(place => place.IsLocal).Select(place => Path.GetDirectoryName(place.Path)!).Distinct()];
        if (claim.Fence > 1)
        {
            // What an earlier claim was writing: gone from here on, it cannot appear even if that worker only slept.
            foreach (string folder in folders)
            {
                FileSink.RemoveHidden(folder, claim.JobMark);
            }
        }

        JobRunState state = new()
        {
            Plan = string.Join('\n', prepared.SelectMany(each => Enumerable.Range(0, each.Destinations.Count).Select(each.Describe))),
            Folders = string.Join('\n', folders),
            BytesIn = prepared[0].Plan.Source.Bytes ?? 0,
            Progress = new JobProgress("Converting", 0, 0, prepared.Sum(each => each.Plan.FrameCount)),
        };
        report(state);
        StageProgress progress = new(state, prepared.Count, report);
        ConversionTask[] tasks = [.. prepared.Select((each, index) => new ConversionTask(each, string.Create(CultureInfo.InvariantCulture, $"{claim.Mark}-{index}"), progress.Of(index)))];
        StagedJob staged = new();
        foreach (StagedConversion conversion in await converter.StageAsync(tasks, cancellationToken).ConfigureAwait(false))
        {
            staged.Add(conversion);
        }

        return staged;
    }

    private async Task PrepareAsync(JobClaim claim, List<PreparedConversion> prepared, CancellationToken cancellationToken)
    {
        PipedSource.Refuse(claim.Job.Requests[0].Source);
        DestinationRegistry destinations = new();
        for (int index = 0; index < claim.Job.Requests.Count; index++)
        {
            PreparedConversion one = await converter.PrepareAsync(claim.Job.Requests[index], claim.VariablesOf(index), cancellationToken).ConfigureAwait(false);
            prepared.Add(one);
            destinations.Claim(one);
        }
    }

    /// <summary>Told about every frame, on the decoder's own thread; what is stored of it is the worker's to choose.</summary>
    private sealed class StageProgress(JobRunState state, int conversions, Action<JobRunState> report)
    {
        private readonly Lock _lock = new();
        private readonly int[] _frames = new int[conversions];

        /// <summary>What one of the conversions tells.</summary>
        public IProgress<ConversionProgress> Of(int conversion) => new One(this, conversion);

        private void Report(int conversion, ConversionProgress value)
        {
            int total = Math.Max(1, state.Progress.FrameCount);
            lock (_lock)
            {
                _frames[conversion] = value.FramesDone;
                int frame = _frames.Sum();
                report(state with { Progress = new JobProgress(value.Stage, Math.Min(1, (double)frame / total), frame, state.Progress.FrameCount) });
            }
        }

        private sealed class One(StageProgress all, int conversion) : IProgress<ConversionProgress>
        {
            public void Report(ConversionProgress value) => all.Report(conversion, value);
        }
    }
}
