namespace AnimatedImage.Storage;

/// <summary>An access key with its secret, in memory only: no serialiser sees it and no text shows it.</summary>
/// <param name="accessKey">The access key's id.</param>
/// <param name="secretKey">The secret.</param>
/// <param name="sessionToken">The token of temporary keys; null for lasting ones.</param>
public sealed class StoreCredential(string accessKey, string secretKey, string? sessionToken = null)
{
    internal string AccessKey { get; } = accessKey;

    internal string SecretKey { get; } = secretKey;

    internal string? SessionToken { get; } = sessionToken;

    /// <summary>Nothing of the credential.</summary>
    public override string ToString() => "(credential)";
}
