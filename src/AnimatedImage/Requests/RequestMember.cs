using System.Text.Json;

namespace AnimatedImage.Requests;

/// <summary>One member of a request's JSON.</summary>
/// <param name="Name">Its name: the parameter's, in camel case.</param>
/// <param name="Get">Its value, a text, number, truth value, list of texts or map of texts; null when it is unset.</param>
/// <param name="Set">The request with the value read from JSON.</param>
internal sealed record RequestMember(
    string Name, Func<ConversionRequest, object?> Get, Func<ConversionRequest, JsonElement, ConversionRequest> Set);
