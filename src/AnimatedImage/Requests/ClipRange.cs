using AnimatedImage.Failures;

namespace AnimatedImage.Requests;

/// <summary>Which part or parts of the source are taken. Unset members mean: from the first frame to the last.</summary>
public sealed record ClipRange
{
    /// <summary>Most parts one request may name.</summary>
    public const int MaxSegments = 100;

    /// <summary>Where to begin; default the first frame. At or past the end of the source is an error.</summary>
    public TimePosition? StartTime { get; init; }

    /// <summary>Where to end; past the end of the source it is capped with a warning, or an error when <see cref="Strict"/>.</summary>
    public TimePosition? EndTime { get; init; }

    /// <summary>How much to take from the start, more than 0; excludes <see cref="EndTime"/>.</summary>
    public TimePosition? Duration { get; init; }

    /// <summary>How much to leave out at the end; excludes <see cref="EndTime"/>. Beside <see cref="Duration"/> whichever ends first counts.</summary>
    public TimePosition? TrimEnd { get; init; }

    /// <summary>Several parts, 1–100, played one after the other in this order; excludes all of the above.</summary>
    public IReadOnlyList<ClipSegment>? Segments { get; init => field = ValueList<ClipSegment>.Of(value); }

    /// <summary>True makes a range that runs past the source's end an error instead of a warning; default false.</summary>
    public bool? Strict { get; init; }

    private bool HasRange => (StartTime ?? EndTime ?? Duration ?? TrimEnd) is not null;

    /// <summary>True when two positions leave no time between them, whatever the source's duration.</summary>
    internal static bool IsEmpty(TimePosition start, TimePosition? end) => end is { } known && start.IsPercent == known.IsPercent && (start.FromEnd, known.FromEnd) switch
    {
        (false, false) => known.Value <= start.Value,
        (true, true) => known.Value >= start.Value,
        _ => false,
    };

    internal IEnumerable<RequestProblem> Check()
    {
        if (Segments is not null && HasRange)
        {
            yield return RequestProblem.Contradiction("Segment", "Segment names the parts to take, so StartTime, EndTime, Duration and TrimEnd cannot be given beside it.");
        }

        if (EndTime is not null && Duration is not null)
        {
            yield return RequestProblem.Contradiction("EndTime", "EndTime and Duration both say where the range ends; give one of them.");
        }

        if (EndTime is not null && TrimEnd is not null)
        {
            yield return RequestProblem.Contradiction("EndTime", "EndTime and TrimEnd both say where the range ends; give one of them.");
        }

        if (Duration is { } duration && (duration.FromEnd || duration.Value == 0))
        {
            yield return duration.FromEnd
                ? RequestProblem.OutOfRange("Duration", duration, "more than 0: a length has no sign")
                : new RequestProblem(ErrorId.EmptyRange, "Duration", "Duration is 0, so the range holds no time at all.");
        }

        if (TrimEnd is { FromEnd: true } trim)
        {
            yield return RequestProblem.OutOfRange("TrimEnd", trim, "0 or more: a length has no sign");
        }

        if (IsEmpty(StartTime.GetValueOrDefault(), EndTime))
        {
            yield return new RequestProblem(ErrorId.EmptyRange, "EndTime", $"EndTime {EndTime} is not after StartTime {StartTime.GetValueOrDefault()}, so the range holds no time at all.");
        }

        foreach (RequestProblem problem in CheckSegments(Segments))
        {
            yield return problem;
        }
    }

    internal ClipRange Over(ClipRange template)
    {
        bool keepRange = Segments is null;
        bool keepEnd = keepRange && Duration is null && TrimEnd is null;
        return new ClipRange
        {
            StartTime = StartTime ?? (keepRange ? template.StartTime : null),
            EndTime = EndTime ?? (keepEnd ? template.EndTime : null),
            Duration = Duration ?? (keepRange && EndTime is null ? template.Duration : null),
            TrimEnd = TrimEnd ?? (keepRange && EndTime is null ? template.TrimEnd : null),
            Segments = Segments ?? (HasRange ? null : template.Segments),
            Strict = Strict ?? template.Strict,
        };
    }

    internal ClipRange WithDefaults() => this with
    {
        StartTime = StartTime ?? (Segments is null ? default(TimePosition) : null),
        Strict = Strict ?? false,
    };

    private static IEnumerable<RequestProblem> CheckSegments(IReadOnlyList<ClipSegment>? segments)
    {
        if (segments is { Count: 0 or > MaxSegments })
        {
            yield return RequestProblem.OutOfRange("Segment", $"a list of {segments.Count} parts", $"a list of 1 to {MaxSegments}");
        }

        foreach (ClipSegment segment in segments ?? [])
        {
            if (segment.Problem() is { } problem)
            {
                yield return RequestProblem.Invalid("Segment", $"The segment {segment} {problem}.");
            }
        }
    }
}
