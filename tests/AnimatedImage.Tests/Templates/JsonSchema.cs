using System.Text.Json;
using System.Text.RegularExpressions;

namespace AnimatedImage.Tests.Templates;

/// <summary>
/// The part of JSON Schema 2020-12 that the published schema uses (https://json-schema.org/draft/2020-12); a keyword it does not know
/// is an error, so that none is passed over.
/// </summary>
internal sealed class JsonSchema(JsonElement root)
{
    private static readonly string[] Annotations = ["$schema", "$defs", "title", "description", "format"];

    public IEnumerable<string> Problems(JsonElement value) => Problems(root, value, "$");

    private IEnumerable<string> Problems(JsonElement schema, JsonElement value, string at) =>
        schema.EnumerateObject().SelectMany(keyword => Problems(schema, keyword, value, at));

    private IEnumerable<string> Problems(JsonElement schema, JsonProperty keyword, JsonElement value, string at)
    {
        JsonElement rule = keyword.Value;
        return keyword.Name switch
        {
            { } name when Annotations.Contains(name) => [],
            "$ref" => Problems(root.GetProperty("$defs").GetProperty(rule.GetString()!.Split('/')[^1]), value, at),
            "type" => Unless(IsOfType(value, rule.GetString()!), $"{at} is not of type {rule}"),
            "const" => Unless(JsonElement.DeepEquals(rule, value), $"{at} is not {rule}"),
            "enum" => Unless(rule.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)), $"{at} is none of {rule}"),
            "pattern" => Unless(value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.GetString()!), $"{at} does not match {rule}"),
            "minLength" => Unless(value.ValueKind != JsonValueKind.String || value.GetString()!.Length >= rule.GetInt32(), $"{at} is too short"),
            "maxLength" => Unless(value.ValueKind != JsonValueKind.String || value.GetString()!.Length <= rule.GetInt32(), $"{at} is too long"),
            "minimum" => Unless(value.GetDouble() >= rule.GetDouble(), $"{at} is below {rule}"),
            "exclusiveMinimum" => Unless(value.GetDouble() > rule.GetDouble(), $"{at} is not above {rule}"),
            "maximum" => Unless(value.GetDouble() <= rule.GetDouble(), $"{at} is above {rule}"),
            "minItems" => Unless(value.GetArrayLength() >= rule.GetInt32(), $"{at} has too few items"),
            "maxItems" => Unless(value.GetArrayLength() <= rule.GetInt32(), $"{at} has too many items"),
            "uniqueItems" => Unless(value.EnumerateArray().Select(item => item.GetRawText()).Distinct().Count() == value.GetArrayLength(), $"{at} repeats itself"),
            "items" => value.EnumerateArray().SelectMany((item, index) => Problems(rule, item, $"{at}[{index}]")),
            "required" => rule.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{at} lacks {name}"),
            "properties" => value.EnumerateObject().Where(member => rule.TryGetProperty(member.Name, out _)).SelectMany(member => Problems(rule.GetProperty(member.Name), member.Value, $"{at}.{member.Name}")),
            "additionalProperties" when rule.ValueKind == JsonValueKind.False => value.EnumerateObject().Where(member => !schema.GetProperty("properties").TryGetProperty(member.Name, out _)).Select(member => $"{at} has the unknown {member.Name}"),
            "additionalProperties" when rule.ValueKind == JsonValueKind.Object && !schema.TryGetProperty("properties", out _) => value.EnumerateObject().SelectMany(member => Problems(rule, member.Value, $"{at}.{member.Name}")),
            _ => throw new NotSupportedException($"{at}: {keyword.Name}"),
        };
    }

    private static IEnumerable<string> Unless(bool isRight, string problem) => isRight ? [] : [problem];

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => throw new NotSupportedException(type),
    };
}
