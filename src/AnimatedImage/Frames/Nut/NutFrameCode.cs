namespace AnimatedImage.Frames.Nut;

/// <summary>What one of the 256 first bytes of a frame stands for.</summary>
/// <param name="Flags">What follows.</param>
/// <param name="TimestampDelta">Distance from the last timestamp, where none is coded.</param>
/// <param name="SizeFactor">What the upper part of the size is multiplied by.</param>
/// <param name="Stream">The stream's number, where none is coded.</param>
/// <param name="SizeLow">What is added to it.</param>
/// <param name="ReservedCount">Number of reserved fields.</param>
/// <param name="HeaderIndex">Number of the elided first bytes.</param>
internal readonly record struct NutFrameCode(
    NutFrameFlags Flags, long TimestampDelta, long SizeFactor, int Stream, long SizeLow, int ReservedCount, int HeaderIndex);
