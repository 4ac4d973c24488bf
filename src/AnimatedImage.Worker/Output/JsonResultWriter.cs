using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Inspection;
using AnimatedImage.Media;
using AnimatedImage.Requests;

namespace AnimatedImage.Worker.Output;

/// <summary>One JSON object a line on standard output, failures included, so that a program reads one stream. Times are in seconds.</summary>
internal sealed class JsonResultWriter(TextWriter output) : IResultWriter
{
    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(), new LocationConverter(), new SecondsConverter(), new RationalConverter(), new RequestConverter() },
    };

    public void Write(ConversionResult result) => WriteLine(JsonSerializer.SerializeToNode(result, Options)!);

    public void Write(PreparedConversion conversion)
    {
        for (int index = 0; index < conversion.Plan.Outputs.Count; index++)
        {
            WriteLine(new JsonObject
            {
                ["source"] = conversion.Plan.Source.Input.Location.ToString(),
                ["destination"] = conversion.Destinations[index].ToString(),
                ["description"] = conversion.Describe(index),
                ["output"] = JsonSerializer.SerializeToNode(conversion.Plan.Outputs[index], Options),
                ["warnings"] = JsonSerializer.SerializeToNode(conversion.Plan.Warnings, Options),
                ["request"] = JsonSerializer.SerializeToNode(conversion.Request, Options),
            });
        }
    }

    public void Write(MediaInfo media) => WriteLine(JsonSerializer.SerializeToNode(media, Options)!);

    public void Write(string path, AnimationInfo animation)
    {
        JsonNode node = JsonSerializer.SerializeToNode(animation, Options)!;
        node["path"] = path;
        WriteLine(node);
    }

    public void Write(string source, ConversionException failure) => WriteLine(new JsonObject
    {
        ["source"] = source,
        ["error"] = new JsonObject
        {
            ["id"] = failure.ErrorId,
            ["kind"] = failure.Kind.ToString(),
            ["message"] = failure.Message,
            ["advice"] = failure.Advice,
        },
    });

    private void WriteLine(JsonNode node) => output.WriteLine(node.ToJsonString(Options));

    private sealed class LocationConverter : JsonConverter<Storage.MediaLocation>
    {
        public override Storage.MediaLocation Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Storage.MediaLocation value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }

    private sealed class SecondsConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.TotalSeconds);
    }

    private sealed class RationalConverter : JsonConverter<Rational>
    {
        public override Rational Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Rational value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }

    private sealed class RequestConverter : JsonConverter<ConversionRequest>
    {
        public override ConversionRequest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, ConversionRequest value, JsonSerializerOptions options) =>
            writer.WriteRawValue(RequestJson.Write(value));
    }
}
