using AnimatedImage.Requests;

namespace AnimatedImage.Planning;

/// <summary>One output of a conversion.</summary>
/// <param name="Format">Its format.</param>
/// <param name="Settings">What its encoder is told.</param>
/// <param name="FrameCount">Frames it will hold, playback order and thinning included; as exact as the plan's own count.</param>
public sealed record OutputPlan(OutputFormat Format, EncoderSettings Settings, int FrameCount);
