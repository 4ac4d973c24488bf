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
        (StagePart Part, PictureForm Form, OutputRun[] Runs)[] players = [.. parts.SelectMany(PlayersOf)];
        PictureForm[] forms = [.. players.Select(player => player.Form).Distinct()];
        IFrameSource source = FrameSourceFactory.Create(tools, SharedDecode.Join([.. parts.Select(part => part.Plan)]), forms);
        if (players is [var only])
        {
            await PlayAsync(source.ReadAsync(cancellationToken), only.Part.Plan, only.Runs, only.Part.OnFrame, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await PlayAsync(source, players, forms, cancellationToken).ConfigureAwait(false);
        }

        foreach (StagePart part in parts)
        {
            // Those of the reading are known only now.
            foreach (string warning in source.Warnings)
            {
                part.OnWarning(warning);
            }

            part.OnRead(source.Reading);
        }
    }

    private static async Task PlayAsync(
        IFrameSource source, (StagePart Part, PictureForm Form, OutputRun[] Runs)[] players, PictureForm[] forms, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        FrameFanOut fanOut = new(Untimed(source, stop.Token), players.Length);
        await using (fanOut.ConfigureAwait(false))
        {
            List<Task> tasks = [fanOut.Start(stop.Token)];
            for (int index = 0; index < players.Length; index++)
            {
                (StagePart part, PictureForm form, OutputRun[] runs) = players[index];
                IAsyncEnumerable<Frame> frames = FormFrames.Create(fanOut.Readers[index], Array.IndexOf(forms, form), stop.Token);
                Action<int>? onFrame = runs.Contains(part.Runs[0]) ? part.OnFrame : null;
                tasks.Add(Task.Run(() => PlayAsync(frames, part.Plan, runs, onFrame, stop.Token), CancellationToken.None));
            }

            await AllOrFirstFailureAsync(tasks, stop).ConfigureAwait(false);
        }
    }

    // Outputs of one conversion whose encoders want the same pixels play together.
    private static IEnumerable<(StagePart Part, PictureForm Form, OutputRun[] Runs)> PlayersOf(StagePart part) =>
        part.Runs.GroupBy(run => run.Layout).Select(runs => (part, new PictureForm(part.Plan.Picture, runs.Key), runs.ToArray()));

    private static async Task PlayAsync(
        IAsyncEnumerable<Frame> frames, ConversionPlan plan, OutputRun[] runs, Action<int>? onFrame, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        FrameFanOut fanOut = new(PlaybackPipeline.Create(Observed(frames, onFrame, stop.Token), plan), runs.Length);
        await using (fanOut.ConfigureAwait(false))
        {
            List<Task> tasks = [fanOut.Start(stop.Token)];
            for (int index = 0; index < runs.Length; index++)
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
