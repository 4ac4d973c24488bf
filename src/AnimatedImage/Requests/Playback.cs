namespace AnimatedImage.Requests;

/// <summary>How the frames play.</summary>
public sealed record Playback
{
    /// <summary>Highest frame rate.</summary>
    public const double MaxFrameRate = 60;

    /// <summary>Smallest rate or interval that counts as more than 0: they are kept in millionths.</summary>
    internal const double Smallest = 0.000001;

    /// <summary>Frames a second, (0, 60]; default the source's timing, or the sampling's own spacing. Above 50 GIF cannot follow.</summary>
    public double? FrameRate { get; init; }

    /// <summary>Speed factor, [0.01, 100]; default 1. Excludes a sampling together with a frame rate, which already fix the speed.</summary>
    public double? Speed { get; init; }

    /// <summary>Order of the frames; default <see cref="Requests.PlayMode.Forward"/>.</summary>
    public PlayMode? PlayMode { get; init; }

    /// <summary>Seconds the last frame stays longer, [0, 600]; default 0.</summary>
    public double? EndDelay { get; init; }

    /// <summary>
    /// Seconds over which the end fades into the beginning, [0, 60]; default 0. The animation gets shorter by as much. A boomerang ends
    /// where it began and takes no crossfade.
    /// </summary>
    public double? LoopCrossfade { get; init; }

    /// <summary>Total plays, [0, 65535]; 0 = forever, the default.</summary>
    public int? PlayCount { get; init; }

    internal IEnumerable<RequestProblem> Check(Sampling sampling)
    {
        if (FrameRate is { } rate && !RequestProblem.IsWithin(rate, Smallest, MaxFrameRate))
        {
            yield return RequestProblem.OutOfRange("FrameRate", rate, "more than 0 and at most 60 frames a second");
        }

        if (Speed is { } speed && !RequestProblem.IsWithin(speed, 0.01, 100))
        {
            yield return RequestProblem.OutOfRange("Speed", speed, "from 0.01 to 100");
        }

        if (Speed is not null && FrameRate is not null && sampling.IsChosen)
        {
            yield return RequestProblem.Contradiction("Speed", "The chosen frames and FrameRate already say how fast it plays; leave out Speed or FrameRate.");
        }

        if (PlayMode is { } mode && !Enum.IsDefined(mode))
        {
            yield return RequestProblem.OutOfRange("PlayMode", mode, "Forward, Reverse or Boomerang");
        }

        if (EndDelay is { } endDelay && !RequestProblem.IsWithin(endDelay, 0, 600))
        {
            yield return RequestProblem.OutOfRange("EndDelay", endDelay, "from 0 to 600 seconds");
        }

        if (LoopCrossfade is { } crossfade && !RequestProblem.IsWithin(crossfade, 0, 60))
        {
            yield return RequestProblem.OutOfRange("LoopCrossfade", crossfade, "from 0 to 60 seconds");
        }

        if (LoopCrossfade > 0 && PlayMode == Requests.PlayMode.Boomerang)
        {
            yield return RequestProblem.Contradiction("LoopCrossfade", "A boomerang ends where it began and needs no LoopCrossfade; leave one of them out.");
        }

        if (PlayCount is < 0 or > 65535)
        {
            yield return RequestProblem.OutOfRange("PlayCount", PlayCount, "from 1 to 65535, or 0 for endless");
        }
    }

    /// <summary>Merges the playback of a call with a template's; of what contradicts each other, the call's stays.</summary>
    /// <param name="template">The template's.</param>
    /// <param name="sampling">The sampling already merged.</param>
    internal Playback Over(Playback template, Sampling sampling)
    {
        bool fixesSpeedTwice = sampling.IsChosen && (FrameRate ?? template.FrameRate) is not null && (Speed ?? template.Speed) is not null;
        return new Playback
        {
            FrameRate = FrameRate ?? (fixesSpeedTwice && Speed is not null ? null : template.FrameRate),
            Speed = Speed ?? (fixesSpeedTwice ? null : template.Speed),
            PlayMode = PlayMode ?? (LoopCrossfade > 0 && template.PlayMode == Requests.PlayMode.Boomerang ? null : template.PlayMode),
            EndDelay = EndDelay ?? template.EndDelay,
            LoopCrossfade = LoopCrossfade ?? (PlayMode == Requests.PlayMode.Boomerang ? null : template.LoopCrossfade),
            PlayCount = PlayCount ?? template.PlayCount,
        };
    }

    internal Playback WithDefaults(Sampling sampling) => this with
    {
        Speed = Speed ?? (sampling.IsChosen && FrameRate is not null ? null : 1),
        PlayMode = PlayMode ?? Requests.PlayMode.Forward,
        EndDelay = EndDelay ?? 0,
        LoopCrossfade = LoopCrossfade ?? 0,
        PlayCount = PlayCount ?? 0,
    };
}
