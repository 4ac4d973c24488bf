namespace AnimatedImage.Conversion;

/// <summary>One thing that conversions need or can use, and whether this machine has it.</summary>
/// <param name="Name">What it is: <c>ffmpeg</c>, <c>WebP</c>, <c>HDR</c>, …</param>
/// <param name="IsAvailable">True when this machine has it.</param>
/// <param name="Detail">What was found, or what is missing.</param>
/// <param name="Advice">What to do where it is missing; null where nothing needs doing.</param>
public sealed record EnvironmentCheck(string Name, bool IsAvailable, string Detail, string? Advice = null);
