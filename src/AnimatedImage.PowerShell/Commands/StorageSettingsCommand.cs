using System.ComponentModel;
using System.Management.Automation;
using System.Net;
using System.Security;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Stores;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>
/// Base of the cmdlets that write storage profiles: what a profile says, with one parameter set for each kind of credential. The
/// credential itself never leaves this process.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class StorageSettingsCommand : PSCmdlet
{
    /// <summary>The parameter set of the SDK's own chain.</summary>
    protected const string ChainSet = "Chain";

    /// <summary>The parameter set of a credential for this session.</summary>
    protected const string CredentialSet = "Credential";

    /// <summary>The parameter set of a secret in a vault.</summary>
    protected const string VaultSet = "Vault";

    /// <summary>The parameter set of requests that are not signed.</summary>
    protected const string AnonymousSet = "Anonymous";

    private protected StorageSettingsCommand()
    {
    }

    /// <summary>Scheme, host and port, without a bucket; default: made from provider and region.</summary>
    [Parameter]
    public Uri? Endpoint { get; set; }

    /// <summary>The region as the provider spells it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>Put the bucket into the path; with :$false into the host name. Default: as the provider wants it.</summary>
    [Parameter]
    public SwitchParameter PathStyle { get; set; }

    /// <summary>When checksums travel; default: as the provider wants it.</summary>
    [Parameter]
    public ChecksumMode? Checksum { get; set; }

    /// <summary>An HTTP proxy; default: the system's.</summary>
    [Parameter]
    public Uri? Proxy { get; set; }

    /// <summary>Use this profile for its scheme where no other fits.</summary>
    [Parameter]
    public SwitchParameter Default { get; set; }

    /// <summary>Bucket names or patterns that this profile serves before any default.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [SupportsWildcards]
    public string[] Bucket { get; set; } = [];

    /// <summary>A profile of the SDK's shared files; default: the chain's own order.</summary>
    [Parameter(ParameterSetName = ChainSet)]
    [AllowEmptyString]
    public string? ChainProfile { get; set; }

    /// <summary>Access key as user name and secret key as password, for this session only.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The token that belongs to a temporary key.</summary>
    [Parameter(ParameterSetName = CredentialSet)]
    public SecureString? SessionToken { get; set; }

    /// <summary>The SecretManagement vault; default: the one that is registered as default.</summary>
    [Parameter(ParameterSetName = VaultSet)]
    [ValidateNotNullOrEmpty]
    public string? Vault { get; set; }

    /// <summary>The name of the secret in the vault.</summary>
    [Parameter(Mandatory = true, ParameterSetName = VaultSet)]
    [ValidateNotNullOrEmpty]
    public string? SecretName { get; set; }

    /// <summary>Do not sign requests: for public buckets.</summary>
    [Parameter(ParameterSetName = AnonymousSet)]
    public SwitchParameter Anonymous { get; set; }

    /// <summary>The profile with what was typed on this call; everything else stays.</summary>
    private protected StoreProfile Apply(StoreProfile profile) => profile with
    {
        Endpoint = IsTyped(nameof(Endpoint)) ? Endpoint : profile.Endpoint,
        Region = IsTyped(nameof(Region)) ? Text(Region) : profile.Region,
        PathStyle = IsTyped(nameof(PathStyle)) ? PathStyle.ToBool() : profile.PathStyle,
        Checksum = IsTyped(nameof(Checksum)) ? Checksum : profile.Checksum,
        Proxy = IsTyped(nameof(Proxy)) ? Proxy : profile.Proxy,
        IsDefault = IsTyped(nameof(Default)) ? Default.ToBool() : profile.IsDefault,
        Buckets = IsTyped(nameof(Bucket)) ? [.. Bucket] : profile.Buckets,
        Credential = Reference() ?? profile.Credential,
    };

    /// <summary>Checks the profile and writes it; what else that changes is told.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="change">From all profiles to the one to write.</param>
    /// <exception cref="ConversionException">A rule is broken, or the file cannot be written.</exception>
    private protected StoreProfile Save(string name, Func<StoreProfiles, StoreProfile> change)
    {
        StoreProfile? written = null;
        string[] displaced = [];
        StoreProfileFile.OfUser.Change(profiles =>
        {
            written = Checked(change(profiles));
            displaced = [.. profiles.All
                .Where(other => written.IsDefault && other.IsDefault && other.Scheme == written.Scheme && !other.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                .Select(other => other.Name)];
            return profiles.With(written);
        });
        foreach (string other in displaced)
        {
            WriteVerbose($"'{other}' is no longer the default of {written!.Scheme.ToString().ToLowerInvariant()}://.");
        }

        if (Credential is not null)
        {
            SessionCredentials.Keep(name, SecretReader.FromCredential(Credential, SessionToken));
        }
        else if (written!.Credential.Kind != CredentialKind.Session)
        {
            SessionCredentials.Forget(name);
        }

        WarnOfPlainHttp(written!);
        return written!;
    }

    /// <summary>The profile, if every rule is kept.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/></exception>
    private protected StoreProfile Checked(StoreProfile profile)
    {
        StoreProfileRules.ThrowIfUnsound(profile);
        return Credential is null or { UserName.Length: > 0, Password.Length: > 0 } ? profile : throw new ConversionException(
            ErrorId.InvalidParameter,
            FailureKind.Input,
            "The credential lacks its user name or its password.",
            "Give the access key as the user name and the secret key as the password.");
    }

    private protected bool IsTyped(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private CredentialReference? Reference() => ParameterSetName switch
    {
        CredentialSet => new CredentialReference { Kind = CredentialKind.Session },
        VaultSet => new CredentialReference { Kind = CredentialKind.Vault, Vault = Vault, SecretName = SecretName },
        AnonymousSet when Anonymous => new CredentialReference { Kind = CredentialKind.Anonymous },
        AnonymousSet => new CredentialReference(),
        _ => IsTyped(nameof(ChainProfile)) ? new CredentialReference { ChainProfile = Text(ChainProfile) } : null,
    };

    private static string? Text(string? typed) => string.IsNullOrEmpty(typed) ? null : typed;

    private void WarnOfPlainHttp(StoreProfile profile)
    {
        if (profile.Endpoint is { Scheme: "http", IsLoopback: false } endpoint && !(IPAddress.TryParse(endpoint.Host, out IPAddress? address) && IPAddress.IsLoopback(address)))
        {
            WriteWarning($"What is read from and written to '{endpoint.Authority}' travels unencrypted; only the secret key does not travel.");
        }
    }
}
