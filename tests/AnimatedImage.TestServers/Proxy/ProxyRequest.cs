namespace AnimatedImage.TestServers.Proxy;

/// <summary>A request that passed the proxy.</summary>
/// <param name="Method"><c>GET</c>.</param>
/// <param name="Target">Path and query as they were sent.</param>
/// <param name="Headers">The headers by name, in any case.</param>
public sealed record ProxyRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The length of the body that follows.</summary>
    public long BodyBytes => Headers.TryGetValue("Content-Length", out string? text) ? long.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 0;

    /// <summary>The range asked for, such as <c>bytes=0-99</c>; null for the whole.</summary>
    public string? Range => Headers.GetValueOrDefault("Range");
}
