using System.Runtime.CompilerServices;
using AnimatedImage.Frames;
using AnimatedImage.Frames.Timeline;
using AnimatedImage.Media;
using AnimatedImage.Planning;

namespace AnimatedImage.Conversion;

/// <summary>Where the stages meet: one decode, played as planned, handed to every output at once.</summary>
internal static class StageJoint
{
    /// <summary>Runs several conversions on one decode, side by side until all are done; the first failure stops the others and is the one thrown.</summary>
    /// <param name="tools">The ffmpeg in use.</param>
    /// <param name="parts">Conversions that <see cref="SharedDecode"/> put together.</param>
    /// <param name="cancellationToken">Stops everything.</param>
    public static async Task RunAsync(FFmpegTools tools, IReadOnlyList<StagePart> parts, CancellationToken cancellationToken)
    {
        if (parts is [var only])
        {
            only.OnRead(await RunAsync(tools, only.Plan, only.Runs, only.OnFrame, only.OnWarning, cancellationToken).ConfigureAwait(false));
            return;
        }

        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        PictureTransform[] pictures = [.. parts.Select(part => part.Plan.Picture).Distinct()];
        IFrameSource source = FrameSourceFactory.Create(tools, SharedDecode.Join([.. parts.Select(part => part.Plan)]), pictures);
        FrameFanOut fanOut = new(Untimed(source, stop.Token), parts.Count);
        await using (fanOut.ConfigureAwait(false))
        {
            List<Task> tasks = [fanOut.Start(stop.Token)];
            for (int index = 0; index < parts.Count; index++)
            {
                StagePart part = parts[index];
                int top = pictures.TakeWhile(picture => picture != part.Plan.Picture).Sum(picture => picture.CanvasHeight);
                IAsyncEnumerable<Frame> frames = StackedPart.Create(fanOut.Readers[index], top, part.Plan.Picture, stop.Token);
                tasks.Add(Task.Run(() => PlayAsync(frames, part.Plan, part.Runs, part.OnFrame, stop.Token), CancellationToken.None));
            }

            await AllOrFirstFailureAsync(tasks, stop).ConfigureAwait(false);
        }

        foreach (StagePart part in parts)
        {
            foreach (string warning in source.Warnings)
            {
                part.OnWarning(warning);
            }

            part.OnRead(source.Reading);
        }
    }

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
        IFrameSource source = FrameSourceFactory.Create(tools, plan);
        await PlayAsync(source.ReadAsync(cancellationToken), plan, runs, onFrame, cancellationToken).ConfigureAwait(false);

        // Those of the reading are known only now.
        foreach (string warning in source.Warnings)
        {
            onWarning(warning);
        }

        return source.Reading;
    }

    private static async Task PlayAsync(
        IAsyncEnumerable<Frame> frames, ConversionPlan plan, IReadOnlyList<OutputRun> runs, Action<int>? onFrame, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        FrameFanOut fanOut = new(PlaybackPipeline.Create(Observed(frames, onFrame, stop.Token), plan), runs.Count);
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
    }

    /// <summary>Decodes the frames and gives them out as they play.</summary>
    /// <param name="source">Decodes them.</param>
    /// <param name="plan">How they play.</param>
    /// <param name="onFrame">Called after each decoded frame with their number; null = nobody listens.</param>
    /// <param name="cancellationToken">Ends the decoding.</param>
    public static IAsyncEnumerable<ShownFrame> Play(IFrameSource source, ConversionPlan plan, Action<int>? onFrame, CancellationToken cancellationToken) =>
        PlaybackPipeline.Create(Observed(source.ReadAsync(cancellationToken), onFrame, cancellationToken), plan);

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
        IAsyncEnumerable<Frame> frames,
        Action<int>? onFrame,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int done = 0;
        await foreach (Frame frame in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            onFrame?.Invoke(++done);
            yield return frame;
        }
    }

    // How long each is shown is for those to say who play it.
    private static async IAsyncEnumerable<ShownFrame> Untimed(IFrameSource source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (Frame frame in source.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return new ShownFrame(frame, TimeSpan.Zero);
        }
    }
}
