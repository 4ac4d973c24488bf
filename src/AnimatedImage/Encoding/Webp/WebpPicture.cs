using AnimatedImage.Inspection.Webp;

namespace AnimatedImage.Encoding.Webp;

/// <summary>An encoded picture of an animation.</summary>
/// <param name="Index">The number of the frame with which it appears.</param>
/// <param name="Frame">Place, size and blending; its ranges say where its chunks lie in the spool.</param>
internal readonly record struct WebpPicture(int Index, WebpFrame Frame);
