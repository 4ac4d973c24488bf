using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.Configuration;

/// <summary>
/// What the user decided once for every call: the environment's value where a variable is set, else the file's. A parameter on a call
/// wins over both. Immutable; read it anew to see a change.
/// </summary>
public sealed record AnimationConfiguration
{
    private const string FileName = "config.json";

    /// <summary>The file that holds what was set; it need not exist.</summary>
    public required string Path { get; init; }

    /// <summary>Every setting, set or not.</summary>
    public required IReadOnlyList<ConfigurationSetting> Settings { get; init; }

    /// <summary>The ffmpeg program or its folder; null = the one on PATH.</summary>
    public string? FFmpegPath => this[nameof(FFmpegPath)].Value;

    /// <summary>The template of conversions that name none; null = none.</summary>
    public string? DefaultTemplate => this[nameof(DefaultTemplate)].Value;

    /// <summary>The job store, a file or the address of a database without its password; null = the user's own file.</summary>
    public string? JobStore => this[nameof(JobStore)].Value;

    /// <summary>The folder where what was read from a store may lie while it is converted; null = nowhere, it stays in memory.</summary>
    public string? SpillFolder => this[nameof(SpillFolder)].Value;

    /// <summary>The names of all settings.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. SettingDefinitions.All.Select(setting => setting.Name)];

    /// <summary>One setting by its name, in any case.</summary>
    /// <exception cref="KeyNotFoundException">There is no such setting.</exception>
    public ConfigurationSetting this[string name] =>
        Settings.FirstOrDefault(setting => setting.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new KeyNotFoundException($"There is no setting '{name}'.");

    /// <summary>
    /// The ffmpeg that a call looks at first: its own, else the file's where the environment names none. Null leaves it to the environment
    /// and PATH.
    /// </summary>
    /// <param name="typed">What the call names; null = nothing.</param>
    /// <exception cref="ConversionException">As <see cref="Read"/>.</exception>
    public static string? ChooseFFmpeg(string? typed) =>
        typed ?? (Read()[nameof(FFmpegPath)] is { Origin: ConfigurationOrigin.File } saved ? saved.Value : null);

    /// <summary>The settings in force for this user.</summary>
    /// <exception cref="ConversionException">
    /// <see cref="ErrorId.InvalidConfiguration"/> for a file that cannot be understood, <see cref="ErrorId.AccessDenied"/>.
    /// </exception>
    public static AnimationConfiguration Read() => Combine(UserFile(), Environment.GetEnvironmentVariable);

    /// <summary>Changes the user's file while no other process can; what the environment says stays in force.</summary>
    /// <param name="changes">Settings by name, in any case; null unsets one.</param>
    /// <returns>The settings in force afterwards.</returns>
    /// <exception cref="ConversionException">The file cannot be read or written, or holds what cannot be understood.</exception>
    public static AnimationConfiguration Change(IReadOnlyDictionary<string, string?> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        ConfigurationFile file = UserFile();
        using (file.Hold())
        {
            Dictionary<string, string> values = new(ConfigurationJson.Read(file.Read(), file.Path), StringComparer.OrdinalIgnoreCase);
            foreach ((string name, string? value) in changes)
            {
                values.Remove(name);
                if (value is not null)
                {
                    values.Add(name, value);
                }
            }

            file.Replace(ConfigurationJson.Write(values));
        }

        return Read();
    }

    /// <summary>The settings of a file and an environment.</summary>
    internal static AnimationConfiguration Combine(ConfigurationFile file, Func<string, string?> variable)
    {
        IReadOnlyDictionary<string, string> values = ConfigurationJson.Read(file.Read(), file.Path);
        return new AnimationConfiguration
        {
            Path = file.Path,
            Settings = [.. SettingDefinitions.All.Select(setting => InForce(setting, variable(setting.Variable), values.GetValueOrDefault(setting.Name), file.Path))],
        };
    }

    private static ConfigurationFile UserFile() => new(System.IO.Path.Combine(ConfigurationFolder.Path, FileName));

    private static ConfigurationSetting InForce(SettingDefinition setting, string? variable, string? saved, string path)
    {
        (string? value, ConfigurationOrigin origin, string? source) = (string.IsNullOrWhiteSpace(variable) ? null : variable, saved) switch
        {
            ({ } typed, _) => (typed, ConfigurationOrigin.Environment, setting.Variable),
            (null, { } kept) => (kept, ConfigurationOrigin.File, path),
            _ => ((string?)null, ConfigurationOrigin.Default, (string?)null),
        };
        return new ConfigurationSetting
        {
            Name = setting.Name,
            Value = value,
            Origin = origin,
            Source = source,
            Variable = setting.Variable,
            Description = setting.Description,
        };
    }
}
