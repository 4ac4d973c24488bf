using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using AnimatedImage.Failures;

namespace AnimatedImage.Requests;

/// <summary>
/// A request as JSON: <c>{"version":1,"source":"clip.mp4","format":["Gif"],"startTime":"10%","width":"480"}</c>. Members are called like
/// the parameters and left out when unset; values that are typed as texts are texts. The order is fixed and the text the same on every
/// machine, so that equal requests have equal JSON and a hash of it identifies them.
/// </summary>
public static class RequestJson
{
    /// <summary>The version that is written; newer ones are refused rather than half understood.</summary>
    public const int Version = 1;

    private const string VersionName = "version";

    /// <summary>The members in the order they are written: the parameters' names in camel case.</summary>
    public static IReadOnlyList<string> MemberNames { get; } = [.. RequestMembers.All.Select(member => member.Name)];

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Indented = Plain with { Indented = true, NewLine = "\n" };

    /// <summary>Writes a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="indented">True for people, false (the default) for machines.</param>
    /// <exception cref="ArgumentException">A number is not finite; <see cref="ConversionRequest.Check"/> tells which.</exception>
    public static string Write(ConversionRequest request, bool indented = false)
    {
        ArgumentNullException.ThrowIfNull(request);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, indented ? Indented : Plain))
        {
            writer.WriteStartObject();
            writer.WriteNumber(VersionName, Version);
            foreach (RequestMember member in RequestMembers.All)
            {
                if (member.Get(request) is { } value)
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, value);
                }
            }

            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads a request; its rules are not checked.</summary>
    /// <exception cref="ConversionException">
    /// <see cref="ErrorId.InvalidParameter"/> for text that is no JSON, another version, an unknown or doubled member, or a value that
    /// cannot be read; <see cref="ErrorId.UnknownFormat"/> for a format.
    /// </exception>
    public static ConversionRequest Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        using JsonDocument document = Parse(json);
        IReadOnlyList<ConversionException> problems = Inspect(document.RootElement, out ConversionRequest request);
        return problems.Count == 0 ? request : throw problems[0];
    }

    /// <summary>Reads as much of a request as can be understood and tells everything that cannot.</summary>
    internal static IReadOnlyList<ConversionException> Inspect(JsonElement root, out ConversionRequest request)
    {
        request = new ConversionRequest();
        if (root.ValueKind != JsonValueKind.Object)
        {
            return [Invalid("The request is JSON, but no object.", "Begin with { and end with }.")];
        }

        List<ConversionException> problems = [];
        if (VersionProblem(root) is { } version)
        {
            problems.Add(version);
        }

        foreach (JsonProperty property in root.EnumerateObject().Where(property => property.Name != VersionName))
        {
            try
            {
                request = Read(property, request);
            }
            catch (ConversionException problem)
            {
                problems.Add(problem);
            }
        }

        return problems;
    }

    private static JsonDocument Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 4 });
        }
        catch (JsonException problem)
        {
            throw Invalid($"The request is no JSON that can be read: {problem.Message}", "Write it with the same program that shall read it, or mend it by hand.", problem);
        }
    }

    private static ConversionException? VersionProblem(JsonElement root)
    {
        if (!root.TryGetProperty(VersionName, out JsonElement version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out int number) || number < 1)
        {
            return Invalid("The request does not say its version.", "Add \"version\": 1.");
        }

        return number > Version
            ? Invalid(FormattableString.Invariant($"The request has version {number}, and only versions up to {Version} are known."), "Update the module.")
            : null;
    }

    private static ConversionRequest Read(JsonProperty property, ConversionRequest request)
    {
        RequestMember member = RequestMembers.All.FirstOrDefault(known => known.Name == property.Name)
            ?? throw Invalid($"The request has the unknown member {InvalidValue.Quote(property.Name)}.", $"Known are {string.Join(", ", MemberNames)}.");
        return property.Value.ValueKind == JsonValueKind.Null ? request : Read(member, request, property.Value);
    }

    private static ConversionRequest Read(RequestMember member, ConversionRequest request, JsonElement value)
    {
        try
        {
            return member.Set(request, value);
        }
        catch (ConversionException problem)
        {
            throw new ConversionException(problem.ErrorId, problem.Kind, $"The member {member.Name} is wrong: {problem.Message}", problem.Advice, problem);
        }
        catch (Exception problem) when (problem is InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            throw Invalid($"The member {member.Name} cannot be {InvalidValue.Quote(value.GetRawText())}.", "See the parameter of the same name.", problem);
        }
    }

    private static void Write(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case IReadOnlyDictionary<string, string> map:
                writer.WriteStartObject();
                foreach ((string name, string text) in map)
                {
                    writer.WriteString(name, text);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable<string> texts:
                writer.WriteStartArray();
                foreach (string text in texts)
                {
                    writer.WriteStringValue(text);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }

    private static ConversionException Invalid(string message, string advice, Exception? cause = null) =>
        new(ErrorId.InvalidParameter, FailureKind.Input, message, advice, cause);
}
