using AnimatedImage.Planning;

namespace AnimatedImage.Frames;

/// <summary>What becomes of each decoded picture, and how its pixels are kept.</summary>
/// <param name="Picture">Its crop, size and colours.</param>
/// <param name="Layout">Its pixels; <see cref="PixelLayout.Yuv420"/> only where no alpha is kept.</param>
public sealed record PictureForm(PictureTransform Picture, PixelLayout Layout);
