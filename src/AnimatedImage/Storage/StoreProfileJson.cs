using System.Text.Encodings.Web;
using System.Text.Json;
using AnimatedImage.Failures;

namespace AnimatedImage.Storage;

/// <summary>
/// Profiles as JSON: <c>{"version":1,"profiles":[{"name":"ceph","provider":"S3Compatible","endpoint":"https://…",…}]}</c>. Unset members
/// are left out. Reading is strict: what is not known here may be a secret in the wrong place or a setting of a newer version, and
/// neither may be dropped in silence.
/// </summary>
internal static class StoreProfileJson
{
    /// <summary>The version that is written; newer ones are refused rather than half understood.</summary>
    public const int Version = 1;

    private static readonly JsonWriterOptions Indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" };

    /// <summary>Writes all profiles.</summary>
    public static string Write(StoreProfiles profiles)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Indented))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            writer.WriteStartArray("profiles");
            foreach (StoreProfile profile in profiles.All)
            {
                Write(writer, profile);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <summary>Reads all profiles and checks their rules.</summary>
    /// <param name="json">The text.</param>
    /// <param name="file">Where it stands, for messages.</param>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/></exception>
    public static StoreProfiles Read(string json, string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 6 });
            return StoreProfiles.Of(ReadAll(document.RootElement));
        }
        catch (JsonException problem)
        {
            throw Wrong(file, $"it is no JSON that can be read: {problem.Message}", "Mend it by hand, or move it away and make the profiles anew.", problem);
        }
        catch (ConversionException problem)
        {
            throw Wrong(file, problem.Message, problem.Advice, problem);
        }
    }

    private static void Write(Utf8JsonWriter writer, StoreProfile profile)
    {
        writer.WriteStartObject();
        foreach (StoreProfileMember member in StoreProfileMember.All)
        {
            switch (member.Get(profile))
            {
                case bool truth:
                    writer.WriteBoolean(member.Name, truth);
                    break;
                case string text:
                    writer.WriteString(member.Name, text);
                    break;
                case IReadOnlyList<string> texts:
                    writer.WriteStartArray(member.Name);
                    foreach (string each in texts)
                    {
                        writer.WriteStringValue(each);
                    }

                    writer.WriteEndArray();
                    break;
                default:
                    break;
            }
        }

        writer.WriteEndObject();
    }

    private static IEnumerable<StoreProfile> ReadAll(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("version", out JsonElement version) || !version.TryGetInt32Safely(out int number) || number < 1)
        {
            throw Invalid("it does not say its version", "Add \"version\": 1.");
        }

        if (number > Version)
        {
            throw Invalid(FormattableString.Invariant($"it has version {number}, and only versions up to {Version} are known"), "Update the module.");
        }

        if (root.EnumerateObject().FirstOrDefault(member => member.Name is not ("version" or "profiles")) is { Value.ValueKind: not JsonValueKind.Undefined } other)
        {
            throw Unknown(other.Name, "the file", ["version", "profiles"]);
        }

        if (!root.TryGetProperty("profiles", out JsonElement profiles))
        {
            return [];
        }

        return profiles.ValueKind == JsonValueKind.Array
            ? [.. profiles.EnumerateArray().Select(ReadOne)]
            : throw Invalid("its member profiles is no list", "Begin the list with [ and end it with ].");
    }

    private static StoreProfile ReadOne(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("name", out JsonElement named) || named.ValueKind != JsonValueKind.String)
        {
            throw Invalid("one of its profiles is no object with a name", "Give every profile a name.");
        }

        string name = named.GetString()!;
        StoreProfile profile = new() { Name = name, Provider = StoreProvider.Aws };
        bool hasProvider = false;
        foreach (JsonProperty property in json.EnumerateObject())
        {
            StoreProfileMember member = StoreProfileMember.All.FirstOrDefault(known => known.Name == property.Name)
                ?? throw Unknown(property.Name, $"the profile '{name}'", StoreProfileMember.All.Select(known => known.Name));
            hasProvider |= member.Name == "provider";
            try
            {
                profile = member.Set(profile, property.Value);
            }
            catch (Exception problem) when (problem is InvalidOperationException or FormatException or ArgumentException)
            {
                // The value is not quoted: whoever put a secret where none belongs shall not find it in an error.
                throw Invalid($"the member {member.Name} of the profile '{name}' cannot be read", "See the parameter of the same name of New-AnimationStorage.");
            }
        }

        if (!hasProvider)
        {
            throw Invalid($"the profile '{name}' names no provider", $"Add one of {string.Join(", ", Enum.GetNames<StoreProvider>())}.");
        }

        StoreProfileRules.ThrowIfUnsound(profile);
        return profile;
    }

    private static bool TryGetInt32Safely(this JsonElement element, out int number)
    {
        number = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out number);
    }

    private static ConversionException Unknown(string member, string place, IEnumerable<string> known) => Invalid(
        $"{place} has the unknown member '{(member.Length > 60 ? string.Concat(member.AsSpan(0, 60), "…") : member)}'",
        $"Remove it, or update the module if a newer one wrote it. Known are {string.Join(", ", known)}. Secrets never belong into this file.");

    private static ConversionException Invalid(string message, string advice) => new(ErrorId.InvalidParameter, FailureKind.Input, message, advice);

    private static ConversionException Wrong(string file, string what, string? advice, Exception cause) =>
        new(ErrorId.InvalidParameter, FailureKind.Input, $"The storage profiles in '{file}' cannot be used: {what.TrimEnd('.')}.", advice, cause);
}
