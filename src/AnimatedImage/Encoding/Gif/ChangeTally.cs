namespace AnimatedImage.Encoding.Gif;

/// <summary>How the pixels of a frame differ from those before it, as far as that tells whether there is noise.</summary>
/// <param name="Equal">Those that do not.</param>
/// <param name="Plain">
/// Those that do, by whatever, and are like the one beside them, now and before: noise would tell them apart, a fade does not. None where
/// that was not looked for.
/// </param>
/// <param name="Near">Those of the rest that differ by no more than noise would.</param>
internal readonly record struct ChangeTally(int Equal, int Plain, int Near);
