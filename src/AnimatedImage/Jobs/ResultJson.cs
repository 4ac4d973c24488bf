using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AnimatedImage.Conversion;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Jobs;

/// <summary>Results as JSON, as a job stores them; what is read equals what was written.</summary>
public static class ResultJson
{
    /// <summary>How results and what belongs to them are written.</summary>
    internal static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(), new LocationText(), new RequestText() },
    };

    /// <summary>Writes results.</summary>
    public static string Write(IReadOnlyList<ConversionResult> results) => JsonSerializer.Serialize(results, Options);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static IReadOnlyList<ConversionResult> Read(string json) => JsonSerializer.Deserialize<ConversionResult[]>(json, Options) ?? [];

    private sealed class LocationText : JsonConverter<MediaLocation>
    {
        public override MediaLocation Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => MediaLocation.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, MediaLocation value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    private sealed class RequestText : JsonConverter<ConversionRequest>
    {
        public override ConversionRequest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            return RequestJson.Read(document.RootElement.GetRawText());
        }

        public override void Write(Utf8JsonWriter writer, ConversionRequest value, JsonSerializerOptions options) => writer.WriteRawValue(RequestJson.Write(value));
    }
}
