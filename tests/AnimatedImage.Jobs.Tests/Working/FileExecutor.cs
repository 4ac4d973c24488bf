using AnimatedImage.Conversion;
using AnimatedImage.Jobs.Working;
using AnimatedImage.Requests;
using AnimatedImage.Sinks;
using AnimatedImage.Storage;

namespace AnimatedImage.Jobs.Tests.Working;

/// <summary>Writes three bytes instead of converting, and does before and after whatever the test wants.</summary>
internal sealed class FileExecutor : IJobExecutor
{
    public Func<JobClaim, CancellationToken, Task> Before { get; init; } = (_, _) => Task.CompletedTask;

    public Func<JobClaim, CancellationToken, Task> After { get; init; } = (_, _) => Task.CompletedTask;

    public async Task<IStagedJob> StageAsync(JobClaim claim, Action<JobRunState> report, CancellationToken cancellationToken)
    {
        await Before(claim, cancellationToken);
        MediaLocation destination = MediaLocation.FromPath(claim.Job.Requests[0].Destination!);
        report(new JobRunState { Plan = "the plan", BytesIn = 9, Folders = Path.GetDirectoryName(destination.Path), Progress = new JobProgress("Converting", 1, 5, 5) });
        FileSink sink = FileSink.Open(destination, overwrite: false, $"{claim.Mark}-0");
        try
        {
            await sink.WriteAsync(Chunks(), cancellationToken);
            await After(claim, cancellationToken);
            return new Staged(claim, sink);
        }
        catch
        {
            await sink.DisposeAsync();
            throw;
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Chunks()
    {
        await Task.Yield();
        yield return new byte[] { 1, 2, 3 };
    }

    private sealed class Staged(JobClaim claim, FileSink sink) : IStagedJob
    {
        public IReadOnlyList<(StagedFile File, ConversionResult Result)>? Outputs => [(sink.Staged!, Result(sink.Staged!.Result))];

        public IReadOnlyList<ConversionResult> Skipped => [];

        public async Task<IReadOnlyList<ConversionResult>> PublishAsync() => [Result(await sink.PublishAsync())];

        public ValueTask DisposeAsync() => sink.DisposeAsync();

        private ConversionResult Result(SinkResult written) => new()
        {
            Source = claim.Job.Source,
            Destination = written.Location,
            Format = OutputFormat.Gif,
            Width = 1,
            Height = 1,
            FrameCount = 5,
            PlayCount = 0,
            Duration = TimeSpan.FromSeconds(1),
            FrameRate = 5,
            StartTime = TimeSpan.Zero,
            EndTime = TimeSpan.FromSeconds(1),
            Bytes = written.Bytes,
            Md5 = written.Md5,
            Sha256 = written.Sha256,
            DecodeTime = TimeSpan.Zero,
            EncodeTime = TimeSpan.Zero,
            Warnings = [],
            ContentKey = "key",
            Request = claim.Job.Requests[0],
        };
    }
}
