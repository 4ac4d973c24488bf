using AnimatedImage.Failures;

namespace AnimatedImage.Media;

/// <summary>Turns what ffmpeg wrote on standard error into a cause and an advice.</summary>
public static class FFmpegFailure
{
    /// <summary>The failure that a person can act on; the whole log travels in <see cref="ConversionException.Log"/>.</summary>
    /// <param name="exitCode">The child's exit code; 128+n or negative for signals.</param>
    /// <param name="log">The child's standard error.</param>
    /// <param name="subject">What it worked on, for the message.</param>
    public static ConversionException Explain(int exitCode, string log, string subject) => throw new NotImplementedException();
}
