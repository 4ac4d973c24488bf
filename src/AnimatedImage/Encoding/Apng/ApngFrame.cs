using AnimatedImage.Inspection;

namespace AnimatedImage.Encoding.Apng;

/// <summary>A picture in the spool.</summary>
/// <param name="Area">Where it belongs.</param>
/// <param name="Blend">How it is put there.</param>
/// <param name="Data">Its zlib stream in the spool.</param>
internal readonly record struct ApngFrame(ApngArea Area, FrameBlend Blend, FileRange Data);
