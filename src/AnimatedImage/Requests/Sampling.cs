namespace AnimatedImage.Requests;

/// <summary>Which source frames are taken, apart from how fast they play. At most one member is set; none means every frame that the frame rate needs.</summary>
public sealed partial record Sampling
{
    /// <summary>One frame every so many seconds of the source; (0, 86400].</summary>
    public double? Interval { get; init; }

    /// <summary>So many frames a second of the source; (0, 240].</summary>
    public double? Rate { get; init; }

    /// <summary>So many frames, evenly spaced over what is taken; 1–100000.</summary>
    public int? Count { get; init; }

    /// <summary>True takes the key frames only.</summary>
    public bool? KeyFrameOnly { get; init; }
}
