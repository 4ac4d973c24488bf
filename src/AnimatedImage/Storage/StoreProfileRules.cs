using System.Text.RegularExpressions;
using AnimatedImage.Failures;

namespace AnimatedImage.Storage;

/// <summary>The rules on a profile, one sentence for each that is broken. Cmdlets, file and headless host share them.</summary>
public static partial class StoreProfileRules
{
    private const int LongestText = 256;

    /// <summary>Throws what is wrong with a profile; does nothing when it is sound.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/></exception>
    public static void ThrowIfUnsound(StoreProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        (string Parameter, string Message)[] problems = [.. Check(profile)];
        if (problems.Length > 0)
        {
            throw new ConversionException(
                ErrorId.InvalidParameter,
                FailureKind.Input,
                string.Join(' ', problems.Select(problem => problem.Message)),
                $"Change {string.Join(", ", problems.Select(problem => problem.Parameter).Distinct())}.");
        }
    }

    /// <summary>Everything that is wrong with a profile: the parameter to change and one full sentence.</summary>
    public static IEnumerable<(string Parameter, string Message)> Check(StoreProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return [.. CheckNames(profile), .. CheckAddresses(profile), .. CheckProvider(profile), .. CheckCredential(profile.Credential)];
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex NamePattern();

    // A region becomes part of a host name: no dot, no slash.
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]{0,62}\z")]
    private static partial Regex RegionPattern();

    // What any of the providers has ever allowed, with wildcards.
    [GeneratedRegex(@"^[A-Za-z0-9._*?-]{1,255}\z")]
    private static partial Regex BucketsPattern();

    private static IEnumerable<(string, string)> CheckNames(StoreProfile profile)
    {
        if (!NamePattern().IsMatch(profile.Name))
        {
            yield return ("Name", $"'{Shown(profile.Name)}' is no name for a storage profile: it takes 1 to 64 of letters, digits, '-', '_' and '.'.");
        }

        if (!Enum.IsDefined(profile.Provider))
        {
            yield return ("Provider", $"{profile.Provider} is no provider: there are {string.Join(", ", Enum.GetNames<StoreProvider>())}.");
        }

        if (profile.Checksum is { } checksum && !Enum.IsDefined(checksum))
        {
            yield return ("Checksum", $"{checksum} is no checksum mode: there are {string.Join(", ", Enum.GetNames<ChecksumMode>())}.");
        }

        if (profile.Region is { } region && !RegionPattern().IsMatch(region))
        {
            yield return ("Region", $"'{Shown(region)}' is no region: it takes 1 to 63 of letters, digits, '-' and '_', such as eu-central-1.");
        }

        foreach (string bucket in profile.Buckets.Where(bucket => !BucketsPattern().IsMatch(bucket)))
        {
            yield return ("Bucket", $"'{Shown(bucket)}' is no bucket name: it takes letters, digits, '.', '-' and '_', and the wildcards '*' and '?'.");
        }
    }

    private static IEnumerable<(string, string)> CheckAddresses(StoreProfile profile)
    {
        if (profile.Endpoint is { } endpoint && AddressProblem(endpoint) is { } wrong)
        {
            yield return ("Endpoint", $"The endpoint {wrong}; it is scheme, host and port, such as https://storage.example.com:9000.");
        }

        if (profile.Proxy is { } proxy && AddressProblem(proxy) is { } bad)
        {
            yield return ("Proxy", $"The proxy {bad}; it is scheme, host and port, such as http://proxy.example.com:3128.");
        }
    }

    // User information is named, never quoted: it is where secrets stand.
    private static string? AddressProblem(Uri address) =>
        !address.IsAbsoluteUri || address.Scheme is not ("http" or "https") ? "does not begin with http:// or https://"
        : address.UserInfo.Length > 0 ? "holds a user name or password, which must not be stored"
        : address.Host.Length == 0 ? "has no host"
        : address.AbsolutePath.Length > 1 ? $"has a path '{Shown(address.AbsolutePath)}'"
        : address.Query.Length > 0 || address.Fragment.Length > 0 ? "has a query"
        : null;

    private static IEnumerable<(string, string)> CheckProvider(StoreProfile profile)
    {
        if (profile.Provider == StoreProvider.S3Compatible && profile.Endpoint is null)
        {
            yield return ("Endpoint", "A store of the provider S3Compatible needs an endpoint.");
        }

        // It is part of what is signed, at whatever address.
        if (profile.Provider is StoreProvider.Cos or StoreProvider.Oss && profile.Region is null)
        {
            yield return ("Region", $"A store of the provider {profile.Provider} needs a region.");
        }

        // Buckets in the path are refused by COS and OSS themselves; what speaks for them at another address may allow it.
        if (profile is { Provider: StoreProvider.Cos or StoreProvider.Oss, PathStyle: true } && IsOwnHost(profile.Endpoint?.Host))
        {
            yield return ("PathStyle", $"{profile.Provider} takes buckets in the host name only.");
        }
    }

    private static bool IsOwnHost(string? host) => host is null
        || host.EndsWith(".myqcloud.com", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".tencentcos.cn", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".aliyuncs.com", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<(string, string)> CheckCredential(CredentialReference credential)
    {
        if (!Enum.IsDefined(credential.Kind))
        {
            yield return ("Credential", $"{credential.Kind} is no kind of credential.");
        }

        if (credential.Kind == CredentialKind.Vault && string.IsNullOrWhiteSpace(credential.SecretName))
        {
            yield return ("SecretName", "A credential in a vault needs the secret's name.");
        }

        if (credential.Kind != CredentialKind.Vault && (credential.Vault ?? credential.SecretName) is not null)
        {
            yield return ("Vault", $"Vault and SecretName say where a secret is; a credential of kind {credential.Kind} has none.");
        }

        if (credential.Kind != CredentialKind.Chain && credential.ChainProfile is not null)
        {
            yield return ("ChainProfile", $"ChainProfile belongs to the SDK's chain; a credential of kind {credential.Kind} does not use it.");
        }

        foreach ((string parameter, string? text) in new[] { ("ChainProfile", credential.ChainProfile), ("Vault", credential.Vault), ("SecretName", credential.SecretName) })
        {
            if (text is not null && (text.Length is 0 or > LongestText || text.Any(char.IsControl)))
            {
                yield return (parameter, FormattableString.Invariant($"{parameter} takes 1 to {LongestText} characters, none of them a control character."));
            }
        }
    }

    private static string Shown(string text) =>
        string.Concat((text.Length > LongestText ? string.Concat(text.AsSpan(0, LongestText), "…") : text).Select(character => char.IsControl(character) ? '·' : character));
}
