using System.Globalization;
using AnimatedImage.Failures;
using AnimatedImage.Requests;

namespace AnimatedImage.Planning;

/// <summary>The parts of the source that a request takes, as times on the source.</summary>
internal sealed class ClipWindows
{
    private readonly ClipRange _clip;
    private readonly TimeSpan _duration;
    private readonly TimeSpan _tolerance;
    private readonly string _source;
    private readonly List<string> _warnings;

    private ClipWindows(ClipRange clip, TimeSpan duration, TimeSpan tolerance, string source, List<string> warnings)
    {
        _clip = clip;
        _duration = duration;
        _tolerance = tolerance;
        _source = source;
        _warnings = warnings;
    }

    /// <summary>Resolves a range on a source.</summary>
    /// <param name="clip">What was asked.</param>
    /// <param name="duration">The source's duration.</param>
    /// <param name="tolerance">How far past the end an end may lie without a word: containers round durations.</param>
    /// <param name="source">The source's name, for messages.</param>
    /// <param name="warnings">Takes a sentence for each range that had to be capped.</param>
    /// <returns>At least one part, each longer than nothing, in the order they play.</returns>
    /// <exception cref="ConversionException">
    /// <see cref="ErrorId.StartPastEnd"/>, <see cref="ErrorId.EmptyRange"/>, or <see cref="ErrorId.EndPastEnd"/> when strict.
    /// </exception>
    public static IReadOnlyList<(TimeSpan Start, TimeSpan End)> Resolve(
        ClipRange clip,
        TimeSpan duration,
        TimeSpan tolerance,
        string source,
        List<string> warnings)
    {
        ClipWindows windows = new(clip, duration, tolerance, source, warnings);
        return clip.Segments is { Count: > 0 } segments
            ? [.. segments.Select(segment => windows.Window("Segment", segment.Start, segment.End, segment.Duration, null))]
            : [windows.Window("StartTime", clip.StartTime, clip.EndTime, clip.Duration, clip.TrimEnd)];
    }

    private (TimeSpan Start, TimeSpan End) Window(string parameter, TimePosition? startAt, TimePosition? endAt, TimePosition? length, TimePosition? trimEnd)
    {
        TimeSpan start = startAt?.Resolve(_duration) ?? TimeSpan.Zero;
        if (start < TimeSpan.Zero)
        {
            Cap($"{parameter} {startAt} lies before the beginning of '{_source}', which is {Seconds(_duration)} long; it begins at 0.");
            start = TimeSpan.Zero;
        }

        if (start >= _duration)
        {
            throw new ConversionException(
                ErrorId.StartPastEnd,
                FailureKind.Input,
                $"{parameter} {startAt} lies past the end of '{_source}', which is {Seconds(_duration)} long.",
                "Choose an earlier start; a negative time counts from the end, and 50% is the middle of any video.");
        }

        TimeSpan end = _duration;
        if (endAt is not null)
        {
            end = endAt.Value.Resolve(_duration);
        }
        else if (length is not null)
        {
            end = start + length.Value.Resolve(_duration);
        }
        else if (trimEnd is not null)
        {
            end = _duration - trimEnd.Value.Resolve(_duration);
        }

        if (end > _duration + _tolerance)
        {
            Cap($"The range {Seconds(start)} to {Seconds(end)} runs past the end of '{_source}', which is {Seconds(_duration)} long; it ends there.");
        }

        end = end < _duration ? end : _duration;
        return end > start ? (start, end) : throw new ConversionException(
            ErrorId.EmptyRange,
            FailureKind.Input,
            $"The range {Seconds(start)} to {Seconds(end)} of '{_source}' holds no time at all.",
            "Choose an end after the start.");
    }

    private void Cap(string sentence)
    {
        if (_clip.Strict == true)
        {
            throw new ConversionException(ErrorId.EndPastEnd, FailureKind.Input, sentence, "Change the range, or leave Strict out to have it capped.");
        }

        _warnings.Add(sentence);
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
