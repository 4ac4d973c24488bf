using AnimatedImage.Bench.Measuring;

namespace AnimatedImage.Bench.Gif;

/// <summary>What one encoder made of one clip.</summary>
/// <param name="Rival">The encoder.</param>
/// <param name="Cost">What it cost.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Quality">How close to the source.</param>
internal sealed record GifResult(GifRival Rival, ProcessCost Cost, long Bytes, PictureQuality Quality);
