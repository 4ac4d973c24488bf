namespace AnimatedImage.Configuration;

/// <summary>One thing that can be configured.</summary>
/// <param name="Name">Its name, as the cmdlets' parameter is called.</param>
/// <param name="Member">Its name in the file.</param>
/// <param name="Variable">The environment variable that wins over the file.</param>
/// <param name="Description">What it is for and what counts where it is not set; one line.</param>
internal sealed record SettingDefinition(string Name, string Member, string Variable, string Description);
