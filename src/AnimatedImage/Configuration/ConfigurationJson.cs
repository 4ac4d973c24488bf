using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using AnimatedImage.Failures;

namespace AnimatedImage.Configuration;

/// <summary>
/// The configuration file: <c>{"version":1,"ffmpegPath":"/opt/ffmpeg/bin"}</c>. What is unknown or newer is refused by name: a setting
/// that is silently ignored is one that its user believes in.
/// </summary>
internal static class ConfigurationJson
{
    /// <summary>The version that is written.</summary>
    public const int Version = 1;

    private const string VersionName = "version";

    /// <summary>The settings' values by name; none where there is no text.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidConfiguration"/></exception>
    public static IReadOnlyDictionary<string, string> Read(string? text, string path)
    {
        Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
        if (text is null)
        {
            return values;
        }

        using JsonDocument document = Parse(text, path);
        CheckVersion(document.RootElement, path);
        foreach (JsonProperty property in document.RootElement.EnumerateObject().Where(property => property.Name != VersionName))
        {
            SettingDefinition setting = SettingDefinitions.All.FirstOrDefault(known => known.Member == property.Name)
                ?? throw Invalid(path, $"holds the unknown setting '{property.Name}'", $"Known are {string.Join(", ", SettingDefinitions.All.Select(known => known.Member))}. A newer version of the module may have written it; update this one.");
            values.Add(setting.Name, property.Value is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } known
                ? known
                : throw Invalid(path, $"gives {property.Name} a value that is no text", "Put the value in quotes, or remove the setting."));
        }

        return values;
    }

    /// <summary>The text of the file, in the order of the table.</summary>
    public static string Write(IReadOnlyDictionary<string, string> values)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber(VersionName, Version);
            foreach (SettingDefinition setting in SettingDefinitions.All)
            {
                if (values.TryGetValue(setting.Name, out string? value))
                {
                    writer.WriteString(setting.Member, value);
                }
            }

            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static JsonDocument Parse(string text, string path)
    {
        try
        {
            return JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 4 });
        }
        catch (JsonException problem)
        {
            throw Invalid(path, $"is no JSON that can be read: {problem.Message}", "Mend it by hand, or remove it and set everything again.", problem);
        }
    }

    private static void CheckVersion(JsonElement root, string path)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(VersionName, out JsonElement version)
            || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out int number) || number < 1)
        {
            throw Invalid(path, "does not say its version", "Add \"version\": 1.");
        }

        if (number > Version)
        {
            throw Invalid(path, FormattableString.Invariant($"has version {number}, and only versions up to {Version} are known"), "Update the module.");
        }
    }

    private static ConversionException Invalid(string path, string problem, string advice, Exception? cause = null) =>
        new(ErrorId.InvalidConfiguration, FailureKind.Input, $"The configuration '{path}' {problem}.", advice, cause);
}
