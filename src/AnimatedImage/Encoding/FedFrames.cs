namespace AnimatedImage.Encoding;

/// <summary>What an encoder was given in all.</summary>
/// <param name="Count">Number of frames; what encoders store may be fewer, where neighbours are alike.</param>
/// <param name="Ticks">Sum of all delays in ticks of the output's clock.</param>
internal readonly record struct FedFrames(int Count, long Ticks);
