using AnimatedImage.Configuration;
using AnimatedImage.Failures;

namespace AnimatedImage.PowerShell.Pipeline;

/// <summary>Which ffmpeg a call names: its parameter, else the configuration file; the environment stands between them.</summary>
internal static class ConfiguredFFmpeg
{
    /// <summary>The path to look at; null leaves it to the environment and PATH.</summary>
    /// <param name="paths">Reads the parameter.</param>
    /// <param name="typed">The parameter; null when it was not given.</param>
    /// <exception cref="ConversionException">The path or the configuration file cannot be understood.</exception>
    public static string? Path(PathResolver paths, string? typed) =>
        AnimationConfiguration.ChooseFFmpeg(typed is null ? null : paths.Literal(typed).Path);
}
