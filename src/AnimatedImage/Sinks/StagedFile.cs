namespace AnimatedImage.Sinks;

/// <summary>An output that is whole, but out of sight: one rename away from its final name.</summary>
/// <param name="HiddenPath">The full path of the hidden file.</param>
/// <param name="Overwrite">True when it may replace what stands at its final name.</param>
/// <param name="Result">What publishing it returns.</param>
public sealed record StagedFile(string HiddenPath, bool Overwrite, SinkResult Result);
