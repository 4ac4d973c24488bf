using System.Text.Json;

namespace AnimatedImage.Storage;

/// <summary>One member of a profile's JSON.</summary>
/// <param name="Name">Its name: the parameter's, in camel case.</param>
/// <param name="Get">Its value, a text, truth value or list of texts; null when it is unset.</param>
/// <param name="Set">The profile with the value read from JSON.</param>
internal sealed record StoreProfileMember(string Name, Func<StoreProfile, object?> Get, Func<StoreProfile, JsonElement, StoreProfile> Set)
{
    /// <summary>Every member, in the order they are written. None holds a secret.</summary>
    public static IReadOnlyList<StoreProfileMember> All { get; } =
    [
        new("name", p => p.Name, (p, json) => p with { Name = Text(json) }),
        new("provider", p => p.Provider.ToString(), (p, json) => p with { Provider = Choice<StoreProvider>(json) }),
        new("endpoint", p => Address(p.Endpoint), (p, json) => p with { Endpoint = Address(json) }),
        new("region", p => p.Region, (p, json) => p with { Region = Text(json) }),
        new("pathStyle", p => p.PathStyle, (p, json) => p with { PathStyle = json.GetBoolean() }),
        new("checksum", p => p.Checksum?.ToString(), (p, json) => p with { Checksum = Choice<ChecksumMode>(json) }),
        new("proxy", p => Address(p.Proxy), (p, json) => p with { Proxy = Address(json) }),
        new("default", p => p.IsDefault ? true : null, (p, json) => p with { IsDefault = json.GetBoolean() }),
        new("bucket", p => p.Buckets.Count > 0 ? p.Buckets : null, (p, json) => p with { Buckets = [.. json.EnumerateArray().Select(Text)] }),
        new("credential", p => p.Credential.Kind.ToString(), (p, json) => p with { Credential = p.Credential with { Kind = Choice<CredentialKind>(json) } }),
        new("chainProfile", p => p.Credential.ChainProfile, (p, json) => p with { Credential = p.Credential with { ChainProfile = Text(json) } }),
        new("vault", p => p.Credential.Vault, (p, json) => p with { Credential = p.Credential with { Vault = Text(json) } }),
        new("secretName", p => p.Credential.SecretName, (p, json) => p with { Credential = p.Credential with { SecretName = Text(json) } }),
    ];

    private static string Text(JsonElement json) => json.GetString() ?? throw new FormatException();

    private static string? Address(Uri? address) => address?.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private static Uri Address(JsonElement json) => new(Text(json), UriKind.Absolute);

    private static T Choice<T>(JsonElement json)
        where T : struct, Enum =>
        Enum.GetNames<T>().Contains(Text(json)) ? Enum.Parse<T>(Text(json)) : throw new FormatException();
}
