namespace AnimatedImage.Tests.Browsers;

/// <summary>One frame as a browser shows it.</summary>
/// <param name="Rgba">The whole canvas, straight alpha.</param>
/// <param name="Duration">How long it is shown.</param>
internal sealed record BrowserFrame(byte[] Rgba, TimeSpan Duration);
