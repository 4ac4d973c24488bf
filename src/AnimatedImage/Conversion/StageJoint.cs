using System.Runtime.CompilerServices;
using AnimatedImage.Frames;
using AnimatedImage.Frames.Timeline;
using AnimatedImage.Media;
using AnimatedImage.Planning;

namespace AnimatedImage.Conversion;

/// <summary>Where the stages meet: one decode, played as planned, handed to every output at once.</summary>
internal static class StageJoint
{
    /// <summary>Runs decode and encodes side by side until all are done; the first failure stops the others and is the one thrown.</summary>
    /// <param name="tools">The ffmpeg in use.</param>
    /// <param name="plan">What is read and how it plays.</param>
    /// <param name="runs">The outputs; nothing of them is published here.</param>
    /// <param name="onFrame">Called after each decoded frame with their number; null = nobody listens.</param>
    /// <param name="onWarning">Called with what may surprise.</param>
    /// <param name="cancellationToken">Stops everything.</param>
    /// <returns>How the source was read in the end.</returns>
    public static async Task<ReadingMode> RunAsync(
        FFmpegTools tools,
        ConversionPlan plan,
        IReadOnlyList<OutputRun> runs,
        Action<int>? onFrame,
        Action<string> onWarning,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IFrameSource source = FrameSourceFactory.Create(tools, plan);
        FrameFanOut fanOut = new(Play(source, plan, onFrame, stop.Token), runs.Count);
        await using (fanOut.ConfigureAwait(false))
        {
            List<Task> tasks = [fanOut.Start(stop.Token)];
            for (int index = 0; index < runs.Count; index++)
            {
                OutputRun run = runs[index];
                IAsyncEnumerable<TimedFrame> scheduled = ScheduledFrames.Create(fanOut.Readers[index], run.Plan.Settings.Timing, plan.Playback.EndDelay, stop.Token);
                tasks.Add(Task.Run(() => run.WriteAsync(scheduled, stop.Token), CancellationToken.None));
            }

            await AllOrFirstFailureAsync(tasks, stop).ConfigureAwait(false);
        }

        // Those of the reading are known only now.
        foreach (string warning in source.Warnings)
        {
            onWarning(warning);
        }

        return source.Reading;
    }

    /// <summary>Decodes the frames and gives them out as they play.</summary>
    /// <param name="source">Decodes them.</param>
    /// <param name="plan">How they play.</param>
    /// <param name="onFrame">Called after each decoded frame with their number; null = nobody listens.</param>
    /// <param name="cancellationToken">Ends the decoding.</param>
    public static IAsyncEnumerable<ShownFrame> Play(IFrameSource source, ConversionPlan plan, Action<int>? onFrame, CancellationToken cancellationToken) =>
        PlaybackPipeline.Create(Observed(source, onFrame, cancellationToken), plan);

    private static async Task AllOrFirstFailureAsync(List<Task> tasks, CancellationTokenSource stop)
    {
        List<Task> failed = [];
        while (tasks.Count > 0)
        {
            Task done = await Task.WhenAny(tasks).ConfigureAwait(false);
            tasks.Remove(done);
            if (!done.IsCompletedSuccessfully)
            {
                failed.Add(done);
                await stop.CancelAsync().ConfigureAwait(false);
            }
        }

        // A stage that fails cancels its neighbours, which may end first; the cause is the failure that is no cancellation.
        if ((failed.Find(task => task.Exception?.InnerException is not OperationCanceledException and not null) ?? failed.FirstOrDefault()) is { } cause)
        {
            await cause.ConfigureAwait(false);
        }
    }

    private static async IAsyncEnumerable<Frame> Observed(
        IFrameSource source,
        Action<int>? onFrame,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int done = 0;
        await foreach (Frame frame in source.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            onFrame?.Invoke(++done);
            yield return frame;
        }
    }
}
