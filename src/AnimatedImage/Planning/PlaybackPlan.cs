using AnimatedImage.Media;
using AnimatedImage.Requests;

namespace AnimatedImage.Planning;

/// <summary>How the frames play.</summary>
public sealed record PlaybackPlan
{
    /// <summary>Order of the frames.</summary>
    public required PlayMode Mode { get; init; }

    /// <summary>Frames a second when all are shown equally long; null when they keep the source's own spacing.</summary>
    public Rational? ConstantRate { get; init; }

    /// <summary>Source seconds a played second, where <see cref="ConstantRate"/> is null.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Over how much playing time the end fades into the beginning.</summary>
    public TimeSpan Crossfade { get; init; }

    /// <summary>How much longer the last frame stays.</summary>
    public TimeSpan EndDelay { get; init; }

    /// <summary>Playing time of one round, end delay included; an estimate when the frame count is one.</summary>
    public required TimeSpan Duration { get; init; }
}
