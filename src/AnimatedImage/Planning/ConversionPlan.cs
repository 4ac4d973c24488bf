using AnimatedImage.Media;
using AnimatedImage.Requests;

namespace AnimatedImage.Planning;

/// <summary>
/// Everything decided, nothing done: what is read, how pictures are changed, how they play and what is written.
/// A pure function of a request and a <see cref="MediaInfo"/>; <c>-WhatIf</c> prints it.
/// </summary>
public sealed record ConversionPlan
{
    /// <summary>The source as probed.</summary>
    public required MediaInfo Source { get; init; }

    /// <summary>The parts that are read, in playing order of the source.</summary>
    public required IReadOnlyList<ReadWindow> Windows { get; init; }

    /// <summary>Which frames of the windows are taken.</summary>
    public required FrameSelection Selection { get; init; }

    /// <summary>How the parts are read; the frames do not depend on it.</summary>
    public ReadingPlan Reading { get; init; } = ReadingPlan.Through;

    /// <summary>What happens to each picture.</summary>
    public required PictureTransform Picture { get; init; }

    /// <summary>How the pictures play.</summary>
    public required PlaybackPlan Playback { get; init; }

    /// <summary>What is written; at least one, each format once.</summary>
    public required IReadOnlyList<OutputPlan> Outputs { get; init; }

    /// <summary>How large each output may become; without a limit outputs are made as they are.</summary>
    public SizeBudget Budget { get; init; } = new();

    /// <summary>Frames that will be decoded and passed on, before playback order; exact when <see cref="IsFrameCountExact"/>.</summary>
    public required int FrameCount { get; init; }

    /// <summary>True when <see cref="FrameCount"/> follows from the plan alone; false when it rests on the source's average frame rate.</summary>
    public required bool IsFrameCountExact { get; init; }

    /// <summary>Most frames that may come; more are an error.</summary>
    public required int MaxFrame { get; init; }

    /// <summary>Longest time the conversion may take.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>What may surprise the user: a capped range, a frame rate that GIF cannot play, …; full sentences.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>First source time that is shown.</summary>
    public TimeSpan Start => Windows[0].Start;

    /// <summary>Source time at which the last window ends.</summary>
    public TimeSpan End => Windows[^1].End;
}
