using System.Net;
using Amazon.Runtime;

namespace AnimatedImage.Storage.S3;

/// <summary>Gives the SDK one HTTP client per store, so that connections are shared by all of its requests and by no other store's.</summary>
internal sealed class StoreHttpClientFactory(StoreProfile profile, HttpMessageHandler? handler) : HttpClientFactory, IDisposable
{
    private readonly HttpClient _client = new(new StoreHandler(profile, handler ?? Connections(profile))) { Timeout = Timeout.InfiniteTimeSpan };

    /// <inheritdoc/>
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    /// <inheritdoc/>
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    /// <inheritdoc/>
    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static SocketsHttpHandler Connections(StoreProfile profile) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,

        // A range that is given up costs a new connection rather than bytes that nobody wants.
        MaxResponseDrainSize = 64 * 1024,
        ConnectTimeout = TimeSpan.FromSeconds(10),

        // Addresses of big stores change all the time.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),

        // The system's proxy cannot reach this machine.
        UseProxy = profile.Proxy is not null || profile.Endpoint is not { IsLoopback: true },
        Proxy = profile.Proxy is null ? null : new WebProxy(profile.Proxy),
    };
}
