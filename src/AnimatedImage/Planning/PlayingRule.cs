using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Requests;

namespace AnimatedImage.Planning;

/// <summary>Decides the order and the playing time of the frames that are taken.</summary>
/// <param name="pace">How fast they play.</param>
/// <param name="frameCount">How many there are.</param>
/// <param name="length">How much of the source they cover.</param>
/// <param name="sourceRate">The source's average frame rate.</param>
internal sealed class PlayingRule(Pace pace, int frameCount, TimeSpan length, Rational sourceRate)
{
    /// <summary>Frames a second; the average where the frames keep the source's spacing.</summary>
    private Rational Rate => pace.ConstantRate ?? (pace.Selection.Kind == FrameSelectionKind.EveryFrame
        ? Exact.Product(sourceRate, pace.Speed)
        : Exact.Quotient(Exact.Of(frameCount), Exact.Seconds(Once)));

    /// <summary>Playing time of all frames once.</summary>
    private TimeSpan Once => pace.ConstantRate is { } rate
        ? Exact.Time(frameCount, rate)
        : TimeSpan.FromTicks(Exact.Round(Exact.Quotient(Exact.Of(length.Ticks), pace.Speed)));

    /// <summary>Decides.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/>: the crossfade is longer than half of the animation.</exception>
    public PlaybackPlan Decide(Playback asked, List<string> warnings)
    {
        PlayMode mode = asked.PlayMode ?? PlayMode.Forward;
        TimeSpan crossfade = Crossfade(TimeSpan.FromSeconds(asked.LoopCrossfade ?? 0), warnings);
        var endDelay = TimeSpan.FromSeconds(asked.EndDelay ?? 0);

        return new PlaybackPlan
        {
            Mode = mode,
            ConstantRate = pace.ConstantRate,
            Speed = pace.Speed.Value,
            Crossfade = crossfade,
            EndDelay = endDelay,
            Duration = Round(mode, crossfade) + endDelay,
        };
    }

    /// <summary>The same playback of these frames, for a number of frames that was only estimated before.</summary>
    public PlaybackPlan Recount(PlaybackPlan playback)
    {
        // Fewer frames than thought may leave less than the crossfade; it then takes half of them.
        TimeSpan half = Once / 2;
        return playback with { Duration = Round(playback.Mode, playback.Crossfade < half ? playback.Crossfade : half) + playback.EndDelay };
    }

    /// <summary>Frames that an output will hold, in playing order and without those that its clock cannot show.</summary>
    public int OutputCount(FrameTiming timing, PlaybackPlan playback)
    {
        int count = Played(playback);
        var most = new Rational(timing.TicksPerSecond, timing.MinDelay);
        if (Rate <= most)
        {
            return count;
        }

        return pace.ConstantRate is { } rate ? Scheduled(timing, count, rate) : (int)Math.Max(1, Exact.StepsBefore(playback.Duration - playback.EndDelay, most));
    }

    /// <summary>Playing time of one round without the end delay.</summary>
    private TimeSpan Round(PlayMode mode, TimeSpan crossfade)
    {
        // A boomerang shows the frames at both ends once: two frames less than twice as many.
        bool turns = mode == PlayMode.Boomerang && frameCount >= 2;
        return !turns ? Once - crossfade
            : pace.ConstantRate is { } rate ? Exact.Time((2L * frameCount) - 2, rate)
            : (Once * 2) - Exact.Time(2, Rate);
    }

    private static int Scheduled(FrameTiming timing, int count, Rational rate)
    {
        var schedule = new FrameSchedule(timing);
        int shown = 0;
        for (int frame = 0; frame < count; frame++)
        {
            shown += schedule.Push(frame, Exact.Time(frame, rate)).Count;
        }

        return shown + schedule.Finish(Exact.Time(count, rate)).Count;
    }

    private int Played(PlaybackPlan playback)
    {
        if (playback.Mode == PlayMode.Boomerang && frameCount >= 2)
        {
            return (int)Math.Min((2L * frameCount) - 2, int.MaxValue);
        }

        return frameCount - FramesIn(playback.Crossfade);
    }

    private int FramesIn(TimeSpan crossfade) => (int)Math.Min(Exact.Round(Exact.Product(Exact.Seconds(crossfade), Rate)), frameCount / 2);

    private TimeSpan Crossfade(TimeSpan asked, List<string> warnings)
    {
        if (asked == TimeSpan.Zero)
        {
            return asked;
        }

        long frames = Exact.Round(Exact.Product(Exact.Seconds(asked), Rate));
        if (frames * 2 > frameCount)
        {
            throw new ConversionException(
                ErrorId.InvalidParameter,
                FailureKind.Input,
                $"LoopCrossfade is {PlanText.Of(asked)}, more than half of the {PlanText.Of(Once)} that the animation plays.",
                "Give a shorter LoopCrossfade, or take a longer part of the video.");
        }

        if (frames == 0)
        {
            warnings.Add($"LoopCrossfade of {PlanText.Of(asked)} is shorter than half a frame and has no effect.");
            return TimeSpan.Zero;
        }

        return pace.ConstantRate is { } rate ? Exact.Time(frames, rate) : asked;
    }
}
