namespace AnimatedImage.Media;

/// <summary>What a checked playlist refers to.</summary>
/// <param name="Files">Full paths of everything it refers to, itself included, each once.</param>
/// <param name="Bytes">The size of all of them.</param>
internal sealed record PlaylistContent(IReadOnlyCollection<string> Files, long Bytes);
