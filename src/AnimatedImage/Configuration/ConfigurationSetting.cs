namespace AnimatedImage.Configuration;

/// <summary>One setting with the value in force and where that comes from. Immutable.</summary>
public sealed record ConfigurationSetting
{
    /// <summary>The setting's name: <c>FFmpegPath</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The value in force; null where it is set nowhere.</summary>
    public string? Value { get; init; }

    /// <summary>Where the value comes from.</summary>
    public required ConfigurationOrigin Origin { get; init; }

    /// <summary>The environment variable or the file that holds the value; null where it is set nowhere.</summary>
    public string? Source { get; init; }

    /// <summary>The environment variable that wins over the file.</summary>
    public required string Variable { get; init; }

    /// <summary>What it is for and what counts where it is not set.</summary>
    public required string Description { get; init; }

    /// <summary>The setting as it may be shown: <c>FFmpegPath = /opt/ffmpeg (File)</c>.</summary>
    public override string ToString() => $"{Name} = {Value ?? "(not set)"} ({Origin})";
}
