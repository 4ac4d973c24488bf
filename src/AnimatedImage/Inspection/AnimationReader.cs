using AnimatedImage.Failures;

namespace AnimatedImage.Inspection;

/// <summary>Reads the containers of GIF, WebP, APNG and AVIF in managed code; safe on hostile files: bounded memory, bounded time, no other exception.</summary>
public static class AnimationReader
{
    /// <summary>Reads a seekable stream from its beginning.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="ConversionException"><see cref="ErrorId.NotAnimation"/> or <see cref="ErrorId.DamagedSource"/>.</exception>
    public static AnimationInfo Read(Stream stream, string name) => throw new NotImplementedException();
}
