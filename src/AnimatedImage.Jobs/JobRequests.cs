using System.Text.Json;
using System.Text.Json.Nodes;
using AnimatedImage.Requests;

namespace AnimatedImage.Jobs;

/// <summary>A job's requests as the store keeps them: an array of what <see cref="RequestJson"/> writes, each with the name of its template where several made them.</summary>
internal static class JobRequests
{
    /// <summary>The member that names a request's template.</summary>
    public const string TemplateName = "template";

    /// <summary>Writes them; equal requests have equal JSON.</summary>
    /// <param name="requests">The requests.</param>
    /// <param name="templates">One name for each, or none at all.</param>
    public static string Write(IReadOnlyList<ConversionRequest> requests, IReadOnlyList<string> templates) =>
        $"[{string.Join(',', requests.Select((request, index) => templates.Count == 0 ? RequestJson.Write(request) : Write(request, templates[index])))}]";

    /// <summary>Reads what <see cref="Write(IReadOnlyList{ConversionRequest}, IReadOnlyList{string})"/> wrote.</summary>
    public static (ConversionRequest[] Requests, string[] Templates) Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        List<ConversionRequest> requests = [];
        List<string> templates = [];
        foreach (JsonElement request in document.RootElement.EnumerateArray())
        {
            if (request.TryGetProperty(TemplateName, out JsonElement template))
            {
                templates.Add(template.GetString()!);
            }

            requests.Add(RequestJson.Read(templates.Count == 0 ? request.GetRawText() : WithoutTemplate(request)));
        }

        return ([.. requests], [.. templates]);
    }

    private static string WithoutTemplate(JsonElement request)
    {
        JsonObject bare = JsonObject.Create(request)!;
        bare.Remove(TemplateName);
        return bare.ToJsonString();
    }

    private static string Write(ConversionRequest request, string template)
    {
        JsonObject named = JsonNode.Parse(RequestJson.Write(request))!.AsObject();
        named[TemplateName] = template;
        return named.ToJsonString();
    }
}
