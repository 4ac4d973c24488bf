using System.Management.Automation;
using AnimatedImage.Configuration;

namespace AnimatedImage.PowerShell.Pipeline;

/// <summary>Marks the template of conversions that name none, and takes the mark away.</summary>
internal static class DefaultTemplate
{
    /// <summary>Marks a template, or unmarks it where it is the one.</summary>
    /// <param name="command">Where a mark without effect is told.</param>
    /// <param name="name">The template.</param>
    /// <param name="isDefault">True marks, false unmarks.</param>
    /// <returns>True when the configuration changed.</returns>
    public static bool Mark(PSCmdlet command, string name, bool isDefault)
    {
        ConfigurationSetting setting = AnimationConfiguration.Read()[nameof(AnimationConfiguration.DefaultTemplate)];
        bool isNow = name.Equals(setting.Value, StringComparison.OrdinalIgnoreCase);
        if (setting.Origin != ConfigurationOrigin.Environment && isNow == isDefault)
        {
            return false;
        }

        if (setting.Origin == ConfigurationOrigin.Environment && isNow != isDefault)
        {
            command.WriteWarning($"The environment variable {setting.Variable} names '{setting.Value}', which wins over the configuration.");
        }

        if (!isDefault && setting.Origin == ConfigurationOrigin.Environment)
        {
            return false;
        }

        AnimationConfiguration.Change(new Dictionary<string, string?> { [setting.Name] = isDefault ? name : null });
        return true;
    }
}
