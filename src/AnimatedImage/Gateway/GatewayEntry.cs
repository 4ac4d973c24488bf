namespace AnimatedImage.Gateway;

/// <summary>An object at one path of a source.</summary>
/// <param name="Object">Its bytes.</param>
/// <param name="ContentType">What a client is told that it is.</param>
internal sealed record GatewayEntry(CachedObject Object, string ContentType);
