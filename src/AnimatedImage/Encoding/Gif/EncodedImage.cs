namespace AnimatedImage.Encoding.Gif;

/// <summary>What is known of an image once it is encoded.</summary>
/// <param name="Palette">Its table.</param>
/// <param name="Bounds">Its part of the canvas.</param>
internal sealed record EncodedImage(Palette Palette, PixelRectangle Bounds);
