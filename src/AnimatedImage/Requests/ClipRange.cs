namespace AnimatedImage.Requests;

/// <summary>Which part or parts of the source are taken. Unset members mean: from the first frame to the last.</summary>
public sealed partial record ClipRange
{
    /// <summary>Where to begin; default the first frame. At or past the end of the source is an error.</summary>
    public TimePosition? StartTime { get; init; }

    /// <summary>Where to end; past the end of the source it is capped with a warning, or an error when <see cref="Strict"/>.</summary>
    public TimePosition? EndTime { get; init; }

    /// <summary>How much to take from the start; excludes <see cref="EndTime"/>.</summary>
    public TimePosition? Duration { get; init; }

    /// <summary>How much to leave out at the end; excludes <see cref="EndTime"/>.</summary>
    public TimePosition? TrimEnd { get; init; }

    /// <summary>Several parts, played one after the other; excludes all of the above.</summary>
    public IReadOnlyList<ClipSegment>? Segments { get; init; }

    /// <summary>True makes a range that runs past the source's end an error instead of a warning; default false.</summary>
    public bool? Strict { get; init; }
}
