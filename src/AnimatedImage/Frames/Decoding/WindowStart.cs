using AnimatedImage.Planning;

namespace AnimatedImage.Frames.Decoding;

/// <summary>A window and where its decode begins.</summary>
/// <param name="Window">The part that is needed.</param>
/// <param name="Start">Where decoding begins.</param>
internal readonly record struct WindowStart(ReadWindow Window, DecodeStart Start);
