namespace AnimatedImage.Tests.Browsers;

/// <summary>An animation as a browser decodes it.</summary>
/// <param name="PlayCount">Total plays; 0 = forever.</param>
/// <param name="Frames">Every frame in order.</param>
internal sealed record BrowserAnimation(int PlayCount, IReadOnlyList<BrowserFrame> Frames);
