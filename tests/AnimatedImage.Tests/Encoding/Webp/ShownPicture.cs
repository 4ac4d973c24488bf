namespace AnimatedImage.Tests.Encoding.Webp;

/// <summary>What a player shows, and for how long.</summary>
/// <param name="Rgba">The whole canvas.</param>
/// <param name="Delay">In milliseconds.</param>
internal sealed record ShownPicture(byte[] Rgba, int Delay);
