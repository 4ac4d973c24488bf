namespace AnimatedImage.Configuration;

/// <summary>Everything that can be configured; a new setting is a line here and a parameter of Set-AnimationConfiguration.</summary>
internal static class SettingDefinitions
{
    /// <summary>The table, in the order in which settings are shown and written.</summary>
    public static IReadOnlyList<SettingDefinition> All { get; } =
    [
        // The variable is the one that Media.FFmpegLocator reads; a test keeps them equal.
        new(nameof(AnimationConfiguration.FFmpegPath), "ffmpegPath", "ANIMATEDIMAGE_FFMPEG", "The ffmpeg program or its folder; where it is not set, the one on PATH."),
        new(nameof(AnimationConfiguration.DefaultTemplate), "defaultTemplate", "ANIMATEDIMAGE_TEMPLATE", "The template of conversions that name none; where it is not set, none."),

        // The variable is the one that JobStoreSetting names; a test keeps them equal.
        new(nameof(AnimationConfiguration.JobStore), "jobStore", "ANIMATEDIMAGE_JOBSTORE", "The job store: a file, or the address of a PostgreSQL database; where it is not set, jobs.db in the user's folder for data."),
        new(nameof(AnimationConfiguration.SpillFolder), "spillFolder", "ANIMATEDIMAGE_SPILLFOLDER", "The folder where what was read from a store or a pipe may lie while it is converted, up to 4 GiB; where it is not set, the former stays in memory and the latter lies in the temporary folder."),
    ];
}
