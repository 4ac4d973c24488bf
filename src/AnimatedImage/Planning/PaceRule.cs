using AnimatedImage.Media;
using AnimatedImage.Requests;

namespace AnimatedImage.Planning;

/// <summary>
/// Decides which frames are taken and how fast they play. Sampling chooses by source time, the frame rate is that of the playback; with
/// one of them the other follows in real time, with neither the source's own timing is kept. No more frames are taken than players
/// can show.
/// </summary>
/// <param name="video">The source.</param>
/// <param name="formats">What is written.</param>
/// <param name="warnings">Takes what may surprise.</param>
internal sealed class PaceRule(VideoStreamInfo video, IReadOnlyList<OutputFormat> formats, List<string> warnings)
{
    /// <summary>
    /// Most that a frame may begin after its sample and still be the one shown. Clocks of a millisecond (Matroska, FLV, ASF) are off by
    /// up to one, and recorders jitter by a few; 5 ms is half a tick of GIF's clock and cannot be seen.
    /// </summary>
    private static readonly TimeSpan LongestTolerance = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan LongShown = TimeSpan.FromSeconds(5);

    /// <summary>Rates that differ by less are one rate stated by two clocks.</summary>
    private static readonly Rational SameRate = new(2001, 2000);

    private readonly Rational _ceiling = formats.Select(CeilingOf).Max();
    private bool _isFast;

    /// <summary>Decides.</summary>
    /// <param name="sampling">Which frames were asked for.</param>
    /// <param name="playback">How they were asked to play.</param>
    /// <param name="length">How much of the source is taken; &gt; 0.</param>
    public Pace Decide(Sampling sampling, Playback playback, TimeSpan length)
    {
        Rational speed = Exact.Of(playback.Speed ?? 1);
        Rational? played = playback.FrameRate is { } asked ? Playable(Rational.FromRate(asked)) : null;
        _isFast = sampling.Accuracy == FrameAccuracy.Fast;
        if (sampling.KeyFrameOnly == true)
        {
            return new Pace(Select(FrameSelectionKind.KeyFrames), played, speed);
        }

        return SampleRate(sampling, length) is { } rate
            ? Sampled(rate, sampling.Count is not null, played, speed)
            : played is { } constant ? new Pace(Grid(Exact.Quotient(constant, speed)), constant, speed) : OwnTiming(speed);
    }

    /// <summary>The highest rate at which players show every frame; more than 60 is not offered for any format.</summary>
    private static Rational CeilingOf(OutputFormat format)
    {
        var timing = FrameTiming.Of(format);
        return Exact.Min(new Rational(timing.TicksPerSecond, timing.MinDelay), Exact.Of((long)Playback.MaxFrameRate));
    }

    private static Rational? SampleRate(Sampling sampling, TimeSpan length) => sampling switch
    {
        { Interval: { } interval } => Exact.Of(interval).Inverse,
        { Rate: { } rate } => Rational.FromRate(rate),
        { Count: { } count } => Exact.Quotient(Exact.Of(count), Exact.Seconds(length)),
        _ => null,
    };

    private Pace OwnTiming(Rational speed) => Exact.Product(video.FrameRate, speed) > _ceiling
        ? new Pace(Grid(Exact.Quotient(_ceiling, speed)), _ceiling, speed)
        : new Pace(Select(FrameSelectionKind.EveryFrame), null, speed);

    private Pace Sampled(Rational rate, bool isCount, Rational? played, Rational speed)
    {
        // Where frames come irregularly, an average says nothing about those at hand, and the grid stays right.
        if (rate > Exact.Product(video.FrameRate, SameRate) && !video.IsVariableFrameRate)
        {
            warnings.Add($"The video has only {PlanText.Of(video.FrameRate)} frames a second, fewer than the {PlanText.Of(rate)} asked for; each one is taken once.");
            return played is null ? OwnTiming(speed) : new Pace(Select(FrameSelectionKind.EveryFrame), played, speed);
        }

        if (played is not null)
        {
            return new Pace(Grid(rate), played, speed);
        }

        Rational natural = Exact.Product(rate, speed);
        if (natural <= _ceiling)
        {
            WarnIfLongShown(natural);
            return new Pace(Grid(rate), natural, speed);
        }

        warnings.Add(isCount
            ? $"The frames would play at {PlanText.Of(natural)} a second, more than players show; they play at {PlanText.Of(_ceiling)}, which takes longer."
            : $"The frames would play at {PlanText.Of(natural)} a second, more than players show; only {PlanText.Of(_ceiling)} a second are taken.");
        return new Pace(Grid(isCount ? rate : Exact.Quotient(_ceiling, speed)), _ceiling, speed);
    }

    private void WarnIfLongShown(Rational rate)
    {
        TimeSpan shown = Exact.Time(1, rate);
        if (shown > LongShown)
        {
            warnings.Add($"Each frame is shown for {PlanText.Of(shown)}, as far as the frames lie apart in the video; give FrameRate to play them faster.");
        }
    }

    private Rational Playable(Rational asked)
    {
        Rational gif = CeilingOf(OutputFormat.Gif);
        if (asked > gif && formats.Contains(OutputFormat.Gif))
        {
            warnings.Add("GIF players cannot show more than 50 frames a second; the GIF plays at 50.");
        }

        return Exact.Min(asked, _ceiling);
    }

    // Where samples lie closer than key frames usually do, several would show the same one.
    private FrameSelection Grid(Rational rate) => Select(FrameSelectionKind.Grid) with
    {
        Rate = rate,
        KeyFramesWillDo = _isFast && rate.Inverse.Value >= KeyFrameSpacing.Usual.TotalSeconds,
    };

    private FrameSelection Select(FrameSelectionKind kind)
    {
        TimeSpan quarter = Exact.Time(1, video.FrameRate) / 4;
        return new FrameSelection { Kind = kind, Tolerance = quarter < LongestTolerance ? quarter : LongestTolerance };
    }
}
