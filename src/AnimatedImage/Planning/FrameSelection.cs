using AnimatedImage.Media;

namespace AnimatedImage.Planning;

/// <summary>Which frames of a window are taken.</summary>
public sealed record FrameSelection
{
    /// <summary>The way of choosing.</summary>
    public required FrameSelectionKind Kind { get; init; }

    /// <summary>Samples a second of source time; set for <see cref="FrameSelectionKind.Grid"/> only.</summary>
    public Rational? Rate { get; init; }

    /// <summary>
    /// How much later than its sample time a frame may begin and still be the one shown: a quarter of a source frame, at most
    /// 5 ms, which takes up the rounding of containers with millisecond clocks.
    /// </summary>
    public TimeSpan Tolerance { get; init; }

    /// <summary>
    /// True when the key frame in force at a sample stands for the frame on screen there; for <see cref="FrameSelectionKind.Grid"/> only.
    /// </summary>
    public bool KeyFramesWillDo { get; init; }
}
