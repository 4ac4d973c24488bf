using AnimatedImage.Conversion;
using AnimatedImage.Jobs.Working;
using AnimatedImage.Sinks;

namespace AnimatedImage.Bench.Jobs;

/// <summary>Does nothing, so that what remains is the price of being a job.</summary>
internal sealed class EmptyExecutor : IJobExecutor
{
    public Task<IStagedJob> StageAsync(JobClaim claim, Action<JobRunState> report, CancellationToken cancellationToken) => Task.FromResult<IStagedJob>(new Nothing());

    private sealed class Nothing : IStagedJob
    {
        public IReadOnlyList<(StagedFile File, ConversionResult Result)>? Outputs => [];

        public IReadOnlyList<ConversionResult> Skipped => [];

        public Task<IReadOnlyList<ConversionResult>> PublishAsync() => Task.FromResult<IReadOnlyList<ConversionResult>>([]);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
