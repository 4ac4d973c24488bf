namespace AnimatedImage.Inspection;

/// <summary>A part of a file.</summary>
/// <param name="Offset">Where it begins, in bytes.</param>
/// <param name="Length">Its size in bytes.</param>
internal readonly record struct FileRange(long Offset, long Length);
