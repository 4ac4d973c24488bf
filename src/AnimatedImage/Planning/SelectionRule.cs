using System.Globalization;
using AnimatedImage.Media;
using AnimatedImage.Requests;

namespace AnimatedImage.Planning;

/// <summary>
/// Which frames are taken and how fast they play. Frames are never doubled: where a source of even frame rate has fewer than asked for,
/// each is shown as long as it is on screen in the source.
/// </summary>
internal sealed record SelectionRule
{
    // A quarter of a source frame takes up the rounding of millisecond clocks (MKV, FLV: half a millisecond) without ever reaching the
    // next frame; of slow sources no more than 5 ms, so that a sample stays where it was asked for.
    private static readonly TimeSpan LargestTolerance = TimeSpan.FromMilliseconds(5);

    // Shown longer than this, a frame looks like a mistake rather than a choice.
    private static readonly TimeSpan LongFrame = TimeSpan.FromSeconds(5);

    /// <summary>How frames are chosen.</summary>
    public required FrameSelection Selection { get; init; }

    /// <summary>Frames a second when all are shown equally long; else null.</summary>
    public Rational? ConstantRate { get; init; }

    /// <summary>Samples over all parts; null when every frame or key frame is taken.</summary>
    public int? SampleCount { get; init; }

    /// <summary>Decides.</summary>
    /// <param name="request">Sampling, playback and formats.</param>
    /// <param name="video">The source's stream.</param>
    /// <param name="length">Length of all parts together.</param>
    /// <param name="warnings">Takes what may surprise.</param>
    public static SelectionRule Decide(ConversionRequest request, VideoStreamInfo video, TimeSpan length, List<string> warnings)
    {
        Rational sourceRate = video.FrameRate;
        TimeSpan quarter = TimeSpan.FromSeconds(0.25 / sourceRate.Value);
        TimeSpan tolerance = quarter < LargestTolerance ? quarter : LargestTolerance;
        Rational? asked = request.Playback.FrameRate is { } rate ? Rational.FromRate(rate) : null;
        Rational? playRate = asked is null ? null : Capped(asked.Value, request.Formats!, warnings);
        Rational speed = Exact(request.Playback.Speed ?? 1);
        Sampling sampling = request.Sampling;
        if (sampling.KeyFrameOnly == true)
        {
            return new SelectionRule { Selection = new FrameSelection { Kind = FrameSelectionKind.KeyFrames, Tolerance = tolerance }, ConstantRate = playRate };
        }

        Rational? sampleRate = sampling switch
        {
            { Interval: { } interval } => Exact(interval).Inverse,
            { Rate: { } perSecond } => Rational.FromRate(perSecond),
            { Count: { } count } => new Rational(count * TimeSpan.TicksPerSecond, length.Ticks),
            _ => null,
        };
        if (sampleRate is { } sampled)
        {
            if (sampled > sourceRate && !video.IsVariableFrameRate)
            {
                warnings.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The source has {sourceRate.Value:0.###} frames a second, fewer than the sampling asks for; each is taken once."));
                return EveryFrame(playRate, tolerance);
            }

            Rational played = playRate ?? sampled * speed;
            WarnOfLongFrames(played, warnings);
            int count = sampling.Count ?? SampleGrid.Count(sampled, length - tolerance);
            return Grid(sampled, played, count, tolerance);
        }

        if (playRate is { } frameRate)
        {
            Rational needed = frameRate / speed;
            if (needed > sourceRate && !video.IsVariableFrameRate)
            {
                warnings.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The source has {sourceRate.Value:0.###} frames a second, fewer than FrameRate asks for; frames are not doubled."));
                return EveryFrame(null, tolerance);
            }

            return Grid(needed, frameRate, SampleGrid.Count(needed, length - tolerance), tolerance);
        }

        Rational ceiling = new(request.Formats!.Max(FrameTiming.MaxRateOf), 1);
        return sourceRate * speed > ceiling
            ? Grid(ceiling / speed, ceiling, SampleGrid.Count(ceiling / speed, length - tolerance), tolerance)
            : EveryFrame(null, tolerance);
    }

    /// <summary>The fraction that a decimal number means, to six decimals.</summary>
    internal static Rational Exact(double number) => new(Math.Max(1, (long)Math.Round((decimal)number * 1_000_000m)), 1_000_000);

    private static Rational Capped(Rational rate, IReadOnlyList<OutputFormat> formats, List<string> warnings)
    {
        Rational gifCeiling = new(FrameTiming.MaxRateOf(OutputFormat.Gif), 1);
        if (formats.Contains(OutputFormat.Gif) && rate > gifCeiling)
        {
            warnings.Add("GIF players cannot show more than 50 frames a second; the GIF plays at 50.");
        }

        Rational ceiling = new(formats.Max(FrameTiming.MaxRateOf), 1);
        return rate > ceiling ? ceiling : rate;
    }

    private static void WarnOfLongFrames(Rational played, List<string> warnings)
    {
        if (played.Inverse.Value > LongFrame.TotalSeconds)
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"Each frame is shown for {played.Inverse.Value:0.#} s, as far apart as it is in the source; FrameRate makes them play faster."));
        }
    }

    private static SelectionRule EveryFrame(Rational? constantRate, TimeSpan tolerance) => new()
    {
        Selection = new FrameSelection { Kind = FrameSelectionKind.EveryFrame, Tolerance = tolerance },
        ConstantRate = constantRate,
    };

    private static SelectionRule Grid(Rational sampleRate, Rational playRate, int count, TimeSpan tolerance) => new()
    {
        Selection = new FrameSelection { Kind = FrameSelectionKind.Grid, Rate = sampleRate, Tolerance = tolerance },
        ConstantRate = playRate,
        SampleCount = count,
    };
}
