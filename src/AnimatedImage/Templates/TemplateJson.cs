using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using AnimatedImage.Failures;
using AnimatedImage.Requests;

namespace AnimatedImage.Templates;

/// <summary>
/// A template as JSON, as it is stored, exported and imported; its form is published as <c>docs/schema/template.schema.json</c>. The
/// request inside has the form of <see cref="RequestJson"/>. What is unknown or newer is refused by name, never ignored.
/// </summary>
public static class TemplateJson
{
    /// <summary>The version that is written.</summary>
    public const int Version = 1;

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The members in the order they are written; <c>$schema</c>, which editors look for, may stand before them.</summary>
    internal static IReadOnlyList<string> MemberNames { get; } = ["version", "name", "description", "tags", "created", "modified", "request"];

    /// <summary>Writes a template. Whether it is read-only or the default is not part of it.</summary>
    public static string Write(AnimationTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Indented))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            writer.WriteString("name", template.Name);
            if (template.Description.Length > 0)
            {
                writer.WriteString("description", template.Description);
            }

            if (template.Tags.Count > 0)
            {
                writer.WriteStartArray("tags");
                foreach (string tag in template.Tags)
                {
                    writer.WriteStringValue(tag);
                }

                writer.WriteEndArray();
            }

            WriteTime(writer, "created", template.Created);
            WriteTime(writer, "modified", template.Modified);
            writer.WritePropertyName("request");
            using (JsonDocument request = JsonDocument.Parse(RequestJson.Write(template.Request)))
            {
                request.RootElement.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    /// <summary>Reads a template and checks every rule on it.</summary>
    /// <param name="json">The text.</param>
    /// <param name="path">The file it is from, for the message.</param>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidTemplate"/>, naming everything that is wrong.</exception>
    public static AnimationTemplate Read(string json, string path)
    {
        IReadOnlyList<RequestProblem> problems = Inspect(json, out AnimationTemplate? template);
        return problems.Count == 0 ? template! : throw new ConversionException(
            ErrorId.InvalidTemplate,
            FailureKind.Input,
            $"The template '{path}' cannot be used: {string.Join(' ', problems.Select(problem => problem.Message))}",
            problems.Any(problem => problem.Parameter == "version")
                ? "Update the module, or mend the file."
                : "Mend the file; Test-AnimationTemplate checks it.");
    }

    /// <summary>Tells everything that is wrong with a template's text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="template">As much as could be understood; null where there is no name.</param>
    public static IReadOnlyList<RequestProblem> Inspect(string json, out AnimationTemplate? template)
    {
        ArgumentNullException.ThrowIfNull(json);
        template = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Inspect(document.RootElement, out template)
                : [Problem("template", "The template is JSON, but no object.")];
        }
        catch (JsonException problem)
        {
            return [Problem("template", $"The template is no JSON that can be read: {problem.Message}")];
        }
    }

    private static List<RequestProblem> Inspect(JsonElement root, out AnimationTemplate? template)
    {
        List<RequestProblem> problems = [.. CheckMembers(root)];
        string? name = Text(root, "name", problems);
        if (name is null && !root.TryGetProperty("name", out _))
        {
            problems.Add(Problem("name", "The template has no name."));
        }

        AnimationTemplate read = new()
        {
            Name = name ?? "",
            Description = Text(root, "description", problems) ?? "",
            Tags = Texts(root, "tags", problems),
            Created = Time(root, "created", problems),
            Modified = Time(root, "modified", problems),
            Request = Request(root, problems),
        };
        template = name is null ? null : read;
        problems.AddRange(TemplateRules.Check(read).Where(problem => name is not null || problem.Parameter != "Name"));
        return problems;
    }

    private static IEnumerable<RequestProblem> CheckMembers(JsonElement root)
    {
        if (!root.TryGetProperty("version", out JsonElement version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out int number) || number < 1)
        {
            yield return Problem("version", "The template does not say its version; add \"version\": 1.");
        }
        else if (number > Version)
        {
            yield return Problem("version", FormattableString.Invariant($"The template has version {number}, and only versions up to {Version} are known."));
        }

        foreach (JsonProperty member in root.EnumerateObject().Where(member => member.Name != "$schema" && !MemberNames.Contains(member.Name)))
        {
            yield return Problem(member.Name, $"The template has the unknown member '{member.Name}'; known are {string.Join(", ", MemberNames)}.");
        }
    }

    private static ConversionRequest Request(JsonElement root, List<RequestProblem> problems)
    {
        if (!root.TryGetProperty("request", out JsonElement json))
        {
            problems.Add(Problem("request", "The template has no request."));
            return new ConversionRequest();
        }

        problems.AddRange(RequestJson.Inspect(json, out ConversionRequest request).Select(problem => new RequestProblem(problem.ErrorId, "request", problem.Message)));
        return request;
    }

    private static string? Text(JsonElement root, string name, List<RequestProblem> problems) => Optional(root, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => Refuse(name, "a text", problems),
    };

    private static IReadOnlyList<string> Texts(JsonElement root, string name, List<RequestProblem> problems)
    {
        if (Optional(root, name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            Refuse(name, "a list of texts", problems);
            return [];
        }

        return [.. value.EnumerateArray().Select(item => item.GetString()!)];
    }

    private static DateTimeOffset? Time(JsonElement root, string name, List<RequestProblem> problems)
    {
        if (Optional(root, name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out DateTimeOffset time))
        {
            return time.ToUniversalTime();
        }

        Refuse(name, "a time such as 2026-11-21T12:00:00Z", problems);
        return null;
    }

    private static JsonElement? Optional(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Refuse(string name, string expected, List<RequestProblem> problems)
    {
        problems.Add(Problem(name, $"The template's {name} is not {expected}."));
        return null;
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            writer.WriteString(name, known.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        }
    }

    private static RequestProblem Problem(string member, string message) => new(ErrorId.InvalidTemplate, member, message);
}
