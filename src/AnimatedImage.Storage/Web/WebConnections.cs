using System.Net;
using System.Net.Sockets;
using AnimatedImage.Failures;

namespace AnimatedImage.Storage.Web;

/// <summary>
/// Connects to web servers, and to no others: the address is checked that the connection is made to, so that a name which says one thing
/// when it is checked and another when it is used changes nothing.
/// </summary>
/// <param name="access">What may be asked.</param>
internal sealed class WebConnections(WebAccess access)
{
    private static readonly HttpRequestOptionsKey<Uri?> _proxy = new("AnimatedImage.Proxy");

    /// <summary>A handler that sends what it is given and follows nothing by itself; it knows neither cookies nor credentials.</summary>
    public SocketsHttpHandler MakeHandler() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        Credentials = null,
        PreAuthenticate = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 64,

        // A range that is given up costs a new connection rather than bytes that nobody wants.
        MaxResponseDrainSize = 64 * 1024,
        ConnectCallback = ConnectAsync,
    };

    /// <summary>
    /// Checks a request that goes through the system's proxy, which connects in our place: the address it names, and those that its name
    /// has here. A name that this machine cannot resolve is the proxy's to judge.
    /// </summary>
    public async Task CheckProxiedAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Uri address = request.RequestUri!;
        Uri? proxy = HttpClient.DefaultProxy.IsBypassed(address) ? null : HttpClient.DefaultProxy.GetProxy(address);
        request.Options.Set(_proxy, proxy);
        if (proxy is not null && !access.AllowPrivateNetwork)
        {
            IPAddress[] addresses = await ResolveAsync(address.IdnHost, mayFail: true, cancellationToken).ConfigureAwait(false);
            if (Array.Exists(addresses, found => !PublicAddress.Is(found)))
            {
                throw Refused(address.IdnHost);
            }
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        DnsEndPoint server = context.DnsEndPoint;
        bool isProxy = context.InitialRequestMessage.Options.TryGetValue(_proxy, out Uri? proxy) && proxy is not null
            && proxy.IdnHost == server.Host && proxy.Port == server.Port;
        IPAddress[] addresses = await ResolveAsync(server.Host, mayFail: false, cancellationToken).ConfigureAwait(false);
        IPAddress[] allowed = isProxy || access.AllowPrivateNetwork ? addresses : Array.FindAll(addresses, PublicAddress.Is);
        if (allowed.Length == 0)
        {
            throw Refused(server.Host);
        }

        // One after another: a socket given all of them at once would not say which one answered.
        for (int index = 0; ; index++)
        {
            Socket socket = new(allowed[index].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(allowed[index], server.Port, cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (index + 1 < allowed.Length)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private static async Task<IPAddress[]> ResolveAsync(string host, bool mayFail, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? literal))
        {
            return [literal];
        }

        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException) when (mayFail)
        {
            return [];
        }
    }

    private static ConversionException Refused(string host) => new(
        ErrorId.AddressRefused,
        FailureKind.Input,
        $"{host} is not on the public internet: private, local and reserved addresses are not asked.",
        "Use -AllowPrivateNetwork where the address is your own, or name the file by a path or a bucket.");
}
