namespace AnimatedImage.Storage.Tests.S3;

/// <summary>A request as it would have left the machine.</summary>
internal sealed record RecordedRequest(string Method, Uri Address, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The scope of the signature: region, service and the constant at its end.</summary>
    public string Scope => string.Join('/', Part("Credential").Split('/')[2..]);

    /// <summary>The headers that the signature covers.</summary>
    public string[] Signed => Part("SignedHeaders").Split(';');

    /// <summary>A header's text; null without it.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    private string Part(string name) => Headers["Authorization"].Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)
        .Single(part => part.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];
}
