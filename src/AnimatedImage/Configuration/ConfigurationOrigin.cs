namespace AnimatedImage.Configuration;

/// <summary>Where the value of a setting comes from; what comes later here wins. A parameter on a call wins over all of them.</summary>
public enum ConfigurationOrigin
{
    /// <summary>Set nowhere.</summary>
    Default,

    /// <summary>The user's configuration file.</summary>
    File,

    /// <summary>An environment variable.</summary>
    Environment,
}
