using System.Management.Automation;
using AnimatedImage.PowerShell.Binding;
using AnimatedImage.Requests;

namespace AnimatedImage.PowerShell.Commands;

/// <content>Which part of the source, which frames of it, and how they play.</content>
public abstract partial class RequestCommand
{
    /// <summary>Where to begin; default the first frame.</summary>
    [Parameter]
    [TimePositionTransformation]
    public TimePosition? StartTime { get; set; }

    /// <summary>Where to end; past the end of the source it is capped with a warning.</summary>
    [Parameter]
    [TimePositionTransformation]
    public TimePosition? EndTime { get; set; }

    /// <summary>How much to take from the start; excludes EndTime.</summary>
    [Parameter]
    [TimePositionTransformation]
    public TimePosition? Duration { get; set; }

    /// <summary>How much to leave out at the end; excludes EndTime.</summary>
    [Parameter]
    [TimePositionTransformation]
    public TimePosition? TrimEnd { get; set; }

    /// <summary>Several parts, played one after the other; excludes all of the above.</summary>
    [Parameter]
    [ClipSegmentTransformation]
    public ClipSegment[]? Segment { get; set; }

    /// <summary>A range that runs past the source's end is an error instead of a warning.</summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <summary>One frame every so many seconds of the source.</summary>
    [Parameter]
    [NumberTransformation]
    public double? SampleInterval { get; set; }

    /// <summary>So many frames a second of the source.</summary>
    [Parameter]
    [NumberTransformation]
    public double? SampleRate { get; set; }

    /// <summary>So many frames, evenly spaced.</summary>
    [Parameter]
    public int? FrameCount { get; set; }

    /// <summary>The key frames only.</summary>
    [Parameter]
    public SwitchParameter KeyFrameOnly { get; set; }

    /// <summary>Whether the key frame in force may stand for a sample.</summary>
    [Parameter]
    public FrameAccuracy? FrameAccuracy { get; set; }

    /// <summary>Frames a second played, (0, 60].</summary>
    [Parameter]
    [NumberTransformation]
    public double? FrameRate { get; set; }

    /// <summary>Speed factor; 2 plays twice as fast.</summary>
    [Parameter]
    [NumberTransformation]
    public double? Speed { get; set; }

    /// <summary>Order of the frames.</summary>
    [Parameter]
    public PlayMode? PlayMode { get; set; }

    /// <summary>Seconds the last frame stays longer.</summary>
    [Parameter]
    [NumberTransformation]
    public double? EndDelay { get; set; }

    /// <summary>Seconds over which the end fades into the beginning.</summary>
    [Parameter]
    [NumberTransformation]
    public double? LoopCrossfade { get; set; }

    /// <summary>Total plays; 0 = forever.</summary>
    [Parameter]
    public int? PlayCount { get; set; }

    private ClipRange ReadClip() => new()
    {
        StartTime = StartTime,
        EndTime = EndTime,
        Duration = Duration,
        TrimEnd = TrimEnd,
        Segments = Segment,
        Strict = Typed(Strict, nameof(Strict)),
    };

    private Sampling ReadSampling() => new()
    {
        Interval = SampleInterval,
        Rate = SampleRate,
        Count = FrameCount,
        KeyFrameOnly = Typed(KeyFrameOnly, nameof(KeyFrameOnly)),
        Accuracy = FrameAccuracy,
    };

    private Playback ReadPlayback() => new()
    {
        FrameRate = FrameRate,
        Speed = Speed,
        PlayMode = PlayMode,
        EndDelay = EndDelay,
        LoopCrossfade = LoopCrossfade,
        PlayCount = PlayCount,
    };
}
