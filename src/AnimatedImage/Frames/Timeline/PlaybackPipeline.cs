using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Frames.Timeline;

/// <summary>Frames as read → frames as played: timing, then the order, then the fade of the loop.</summary>
internal static class PlaybackPipeline
{
    /// <summary>Composes the stages that the plan asks for.</summary>
    /// <param name="frames">The source's frames, their times counted from the start of what is read.</param>
    /// <param name="plan">The plan.</param>
    /// <returns>
    /// The frames of one round in playing order. The end delay is not among the durations: it is given to <see cref="ScheduledFrames"/>.
    /// </returns>
    public static IAsyncEnumerable<ShownFrame> Create(IAsyncEnumerable<Frame> frames, ConversionPlan plan)
    {
        PlaybackPlan playback = plan.Playback;
        IAsyncEnumerable<ShownFrame> shown = playback.ConstantRate is { } rate
            ? RetimedFrames.AtRate(frames, rate)
            : RetimedFrames.AtSpeed(FrameDurations.Derive(frames, plan), playback.Speed);
        IAsyncEnumerable<ShownFrame> ordered = playback.Mode switch
        {
            PlayMode.Forward => shown,
            PlayMode.Reverse => ReversedFrames.Create(shown),
            PlayMode.Boomerang => BoomerangFrames.Create(shown),
            _ => throw new ArgumentOutOfRangeException(nameof(plan), playback.Mode, null),
        };

        // The fade joins the end to the beginning as they play, so it comes after the order.
        return playback.Crossfade > TimeSpan.Zero ? CrossfadedFrames.Create(ordered, playback.Crossfade) : ordered;
    }
}
