using AnimatedImage.Failures;

namespace AnimatedImage.Media;

/// <summary>Finds ffmpeg and ffprobe: the configured path, the environment (<c>ANIMATEDIMAGE_FFMPEG</c>: the binary or its folder), then PATH.</summary>
public static class FFmpegLocator
{
    /// <summary>Finds the tools; the answer is kept for the process as long as the inputs stay the same.</summary>
    /// <param name="configuredPath">The ffmpeg binary or its folder from the configuration; null when not configured.</param>
    /// <exception cref="ConversionException"><see cref="ErrorId.FFmpegNotFound"/>, naming where was looked and how to install it here.</exception>
    public static FFmpegTools Find(string? configuredPath = null) => throw new NotImplementedException();
}
