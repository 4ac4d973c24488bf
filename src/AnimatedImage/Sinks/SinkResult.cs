using AnimatedImage.Storage;

namespace AnimatedImage.Sinks;

/// <summary>What was written.</summary>
/// <param name="Location">Where.</param>
/// <param name="Bytes">How much.</param>
/// <param name="Md5">Lower-case hexadecimal.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="ETag">The version mark that a store gave it; null for local files.</param>
public sealed record SinkResult(MediaLocation Location, long Bytes, string Md5, string Sha256, string? ETag = null);
