namespace AnimatedImage.Configuration;

/// <summary>One thing that can be configured.</summary>
/// <param name="Name">Its name, as the cmdlets' parameter is called; in the file it begins with a lower-case letter.</param>
/// <param name="Variable">The environment variable that wins over the file.</param>
/// <param name="Description">What it is for and what counts where it is not set; one line.</param>
internal sealed record SettingDefinition(string Name, string Variable, string Description)
{
    /// <summary>Its name in the file.</summary>
    public string Member => char.ToLowerInvariant(Name[0]) + Name[1..];
}
