using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using AnimatedImage.Failures;

namespace AnimatedImage.Storage.S3;

/// <summary>
/// The SDK's clients for one profile, made at the first request, when the credential is looked up. A credential of the session or a
/// vault is looked up again after the store refused it, for it may have been renewed.
/// </summary>
internal sealed class StoreConnection : IDisposable
{
    /// <summary>Five attempts in all; the SDK waits between them up to 1, 2, 4 and 8 seconds, each time a random part of it.</summary>
    private const int Retries = 4;

    private readonly ICredentialSource? _credentials;
    private readonly StoreHttpClientFactory _http;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private StoreClients? _clients;

    /// <param name="profile">Whose store.</param>
    /// <param name="credentials">For credentials of the session and of vaults; null = there are none.</param>
    /// <param name="handler">Sends the requests; null = the network.</param>
    public StoreConnection(StoreProfile profile, ICredentialSource? credentials, HttpMessageHandler? handler)
    {
        Profile = profile;
        Address = StoreAddress.Of(profile);
        _credentials = credentials;
        _http = new StoreHttpClientFactory(profile, handler);
    }

    /// <summary>Whose store.</summary>
    public StoreProfile Profile { get; }

    /// <summary>Where and how it is spoken to.</summary>
    public StoreAddress Address { get; }

    /// <summary>True when the credential that was found has a session token.</summary>
    public bool IsTemporary { get; private set; }

    /// <summary>The clients, signed in.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.CredentialNotFound"/> when there is no credential.</exception>
    public async Task<StoreClients> OpenAsync(CancellationToken cancellationToken)
    {
        if (_clients is { } open)
        {
            return open;
        }

        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _clients ??= await ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Forgets a credential that the store refused.</summary>
    public void Forget()
    {
        if (Profile.Credential.Kind is CredentialKind.Session or CredentialKind.Vault)
        {
            // Requests may still be running on the old clients, which hold no connections of their own.
            _clients = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _clients?.Dispose();
        _http.Dispose();
        _opening.Dispose();
    }

    private async Task<StoreClients> ConnectAsync(CancellationToken cancellationToken)
    {
        AmazonS3Config retrying = Configure(Retries);
        AWSCredentials credential = await StoreSignIn.FindAsync(Profile, _credentials, retrying, cancellationToken).ConfigureAwait(false);
        IsTemporary = credential is SessionAWSCredentials;
        return new StoreClients(Speaking(credential, retrying), Speaking(credential, Configure(0)));
    }

    private AmazonS3Client Speaking(AWSCredentials credential, AmazonS3Config config)
    {
        AmazonS3Client client = new(credential, config);
        if (ProviderHeaders.KeepExisting(Profile.Provider) is { } name)
        {
            client.BeforeRequestEvent += (_, call) => ProviderHeaders.Translate((WebServiceRequestEventArgs)call, name);
        }

        return client;
    }

    private AmazonS3Config Configure(int retries)
    {
        bool checksums = Address.Checksum == ChecksumMode.WhenSupported;
        AmazonS3Config config = new()
        {
            ForcePathStyle = Address.PathStyle,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = retries,

            // A connection that breaks before the answer begins may have been an old one; more than one in a row was none.
            MaxStaleConnectionRetries = 1,
            HttpClientFactory = _http,
            RequestChecksumCalculation = checksums ? RequestChecksumCalculation.WHEN_SUPPORTED : RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = checksums ? ResponseChecksumValidation.WHEN_SUPPORTED : ResponseChecksumValidation.WHEN_REQUIRED,

            // Our handler limits silence; a limit on the whole would cut long transfers.
            Timeout = Timeout.InfiniteTimeSpan,

            // An endpoint out of the environment would take precedence over the profile's.
            IgnoreConfiguredEndpointUrls = Address.Endpoint is not null,
            DisableLogging = true,
        };
        if (Address.Endpoint is not null)
        {
            config.ServiceURL = Address.Endpoint.AbsoluteUri;
            config.AuthenticationRegion = Address.Region;
        }
        else if (Address.Region is not null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(Address.Region);
        }
        else if (config.RegionEndpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.USEast1;
        }

        return config;
    }
}
