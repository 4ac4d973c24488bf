using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Requests;

namespace AnimatedImage.Planning;

/// <summary>The parts of a request → parts of a certain source.</summary>
/// <param name="media">The source.</param>
/// <param name="isStrict">True makes a part that does not lie inside of the source a failure.</param>
/// <param name="warnings">Takes what may surprise.</param>
internal sealed class ClipWindows(MediaInfo media, bool isStrict, List<string> warnings)
{
    /// <summary>The parts that are read, in the order they play.</summary>
    /// <exception cref="ConversionException">StartPastEnd, EndPastEnd, EmptyRange, or InvalidParameter for a start before the beginning.</exception>
    public IReadOnlyList<ReadWindow> Resolve(ClipRange clip)
    {
        if (clip.Segments is { } segments)
        {
            return [.. segments.Select(segment => Resolve(segment.Start, segment.End, segment.Duration, null, $"The segment {segment}"))];
        }

        return [Resolve(clip.StartTime.GetValueOrDefault(), clip.EndTime, clip.Duration, clip.TrimEnd, "The range")];
    }

    private static ReadWindow Window(TimeSpan start, TimeSpan end) => new(start, end, start, 0);

    private ReadWindow Resolve(TimePosition startTime, TimePosition? endTime, TimePosition? duration, TimePosition? trimEnd, string what)
    {
        TimeSpan start = Start(startTime.Resolve(media.Duration), startTime, what);
        TimeSpan? asked = endTime?.Resolve(media.Duration) ?? (duration is { } known ? start + known.Resolve(media.Duration) : null);
        TimeSpan end = trimEnd is { } trim
            ? Min(asked ?? media.Duration, media.Duration - trim.Resolve(media.Duration))
            : Cap(asked ?? media.Duration, what);
        return end > start
            ? Window(start, end)
            : throw new ConversionException(
                ErrorId.EmptyRange,
                FailureKind.Input,
                $"{what} holds no time at all: it would begin at {PlanText.Of(start)} and end at {PlanText.Of(end)} of '{media.Input.Name}', which is {PlanText.Of(media.Duration)} long.",
                "Begin earlier or end later.");
    }

    private TimeSpan Start(TimeSpan start, TimePosition asked, string what)
    {
        if (start >= media.Duration)
        {
            throw new ConversionException(
                ErrorId.StartPastEnd,
                FailureKind.Input,
                $"{what} begins at {PlanText.Of(start)}, but '{media.Input.Name}' is only {PlanText.Of(media.Duration)} long.",
                "Begin earlier; a percentage such as 50% suits videos of every length.");
        }

        if (start >= TimeSpan.Zero)
        {
            return start;
        }

        string problem = $"{what} begins {PlanText.Of(media.Duration - start)} before the end ({asked}), but '{media.Input.Name}' is only {PlanText.Of(media.Duration)} long";
        if (isStrict)
        {
            throw new ConversionException(ErrorId.InvalidParameter, FailureKind.Input, $"{problem}.", "Begin later, or leave out Strict to begin at the first frame.");
        }

        warnings.Add($"{problem}; it begins at the first frame.");
        return TimeSpan.Zero;
    }

    private TimeSpan Cap(TimeSpan end, string what)
    {
        // Containers round durations, and a person who types the length a player shows means the end.
        TimeSpan tolerance = Exact.Time(1, media.Video.FrameRate) / 2;
        if (end <= media.Duration + tolerance)
        {
            return Min(end, media.Duration);
        }

        string problem = $"{what} ends at {PlanText.Of(end)}, but '{media.Input.Name}' is only {PlanText.Of(media.Duration)} long";
        if (isStrict)
        {
            throw new ConversionException(ErrorId.EndPastEnd, FailureKind.Input, $"{problem}.", "End earlier, or leave out Strict to end with the video.");
        }

        warnings.Add($"{problem}; it ends with the video.");
        return media.Duration;
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
