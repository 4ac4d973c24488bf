using AnimatedImage.Failures;

namespace AnimatedImage.Storage;

/// <summary>Where a user's settings lie.</summary>
public static class ConfigurationFolder
{
    /// <summary>The environment variable that names another folder.</summary>
    public const string Variable = "ANIMATEDIMAGE_CONFIG";

    private const string Name = "AnimatedImage";

    /// <summary>
    /// The folder that <see cref="Variable"/> names, else <c>AnimatedImage</c> below <c>$XDG_CONFIG_HOME</c> or <c>~/.config</c> on Linux,
    /// <c>~/Library/Application Support</c> on macOS, <c>%APPDATA%</c> on Windows. It need not exist.
    /// </summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.PathNotFound"/> for a user without a home.</exception>
    public static string Path
    {
        get
        {
            if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen)
            {
                return System.IO.Path.GetFullPath(chosen);
            }

            string home = Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return home.Length > 0 ? System.IO.Path.Combine(home, Name) : throw new ConversionException(
                ErrorId.PathNotFound,
                FailureKind.Input,
                "This user has no folder for settings.",
                $"Set the environment variable {Variable} to a folder.");
        }
    }
}
