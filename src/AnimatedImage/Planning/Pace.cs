using AnimatedImage.Media;

namespace AnimatedImage.Planning;

/// <summary>Which frames are taken and how fast they play.</summary>
/// <param name="Selection">Which frames.</param>
/// <param name="ConstantRate">Frames a second when all are shown equally long; null when they keep the source's spacing.</param>
/// <param name="Speed">Source seconds a played second.</param>
internal sealed record Pace(FrameSelection Selection, Rational? ConstantRate, Rational Speed);
