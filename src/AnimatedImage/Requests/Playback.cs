namespace AnimatedImage.Requests;

/// <summary>How the frames play.</summary>
public sealed partial record Playback
{
    /// <summary>Frames a second, (0, 60]; default the source's timing, or the sampling's own spacing. Above 50 GIF cannot follow.</summary>
    public double? FrameRate { get; init; }

    /// <summary>Speed factor, [0.01, 100]; default 1. Excludes a sampling together with a frame rate, which already fix the speed.</summary>
    public double? Speed { get; init; }

    /// <summary>Order of the frames; default <see cref="Requests.PlayMode.Forward"/>.</summary>
    public PlayMode? PlayMode { get; init; }

    /// <summary>Seconds the last frame stays longer, [0, 600]; default 0.</summary>
    public double? EndDelay { get; init; }

    /// <summary>Seconds over which the end fades into the beginning, [0, 60]; default 0. The animation gets shorter by as much.</summary>
    public double? LoopCrossfade { get; init; }

    /// <summary>Total plays, [0, 65535]; 0 = forever, the default.</summary>
    public int? PlayCount { get; init; }
}
