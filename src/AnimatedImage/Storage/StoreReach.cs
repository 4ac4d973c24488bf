using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using AnimatedImage.Failures;

namespace AnimatedImage.Storage;

/// <summary>Whether a server can be reached at all, before any request: name, connection, certificate.</summary>
/// <param name="server">Scheme, host and port of the store.</param>
/// <param name="proxy">The proxy in between; null = none.</param>
internal sealed class StoreReach(Uri server, Uri? proxy)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Uri _first = proxy ?? server;

    /// <summary>Looks the name up.</summary>
    /// <returns>What was found, as a sentence.</returns>
    /// <exception cref="ConversionException"><see cref="ErrorId.StorageUnreachable"/></exception>
    public async Task<string> ResolveAsync(CancellationToken cancellationToken)
    {
        string whose = proxy is null ? "The host" : "The proxy";
        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(_first.IdnHost, cancellationToken).WaitAsync(Patience, cancellationToken).ConfigureAwait(false);
            return addresses.Length > 0
                ? $"{whose} '{_first.Host}' is {string.Join(", ", addresses.Take(3).Select(address => address.ToString()))}."
                : throw Unreachable($"{whose} '{_first.Host}' has no address.", "Check its spelling, and the region.");
        }
        catch (Exception exception) when (exception is SocketException or TimeoutException)
        {
            throw Unreachable(
                $"{whose} '{_first.Host}' cannot be found: {exception.Message.TrimEnd('.')}.",
                proxy is null ? "Check the endpoint's spelling, the region, and this machine's name service." : "Check the proxy's spelling.",
                exception);
        }
    }

    /// <summary>Connects; with https and no proxy in between, checks the certificate too.</summary>
    /// <returns>What was found, as a sentence.</returns>
    /// <exception cref="ConversionException"><see cref="ErrorId.StorageUnreachable"/></exception>
    public async Task<string> ConnectAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using TcpClient connection = new();
            await connection.ConnectAsync(_first.IdnHost, _first.Port, limit.Token).ConfigureAwait(false);
            if (proxy is not null || server.Scheme != Uri.UriSchemeHttps)
            {
                return $"Connected to {_first.Authority}{(server.Scheme == Uri.UriSchemeHttps ? "" : ", without encryption")}.";
            }

            SslStream secure = new(connection.GetStream());
            await using (secure.ConfigureAwait(false))
            {
                await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = server.IdnHost }, limit.Token).ConfigureAwait(false);
                return $"Connected to {server.Authority} with {secure.SslProtocol}.";
            }
        }
        catch (AuthenticationException exception)
        {
            throw Unreachable(
                $"No secure connection to {server.Authority} could be made: {exception.Message.TrimEnd('.')}.",
                "Check whether the endpoint is http or https, and its host; where its certificate is not trusted, install that of its authority on this machine.",
                exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable($"{_first.Authority} did not answer within {Patience.TotalSeconds:0} s.", "Check port, firewall and proxy.", exception);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            throw Unreachable($"{_first.Authority} cannot be connected to: {exception.Message.TrimEnd('.')}.", "Check port, firewall, proxy, and whether the endpoint is http or https.", exception);
        }
    }

    private static ConversionException Unreachable(string message, string advice, Exception? cause = null) =>
        new(ErrorId.StorageUnreachable, FailureKind.Internal, message, advice, cause);
}
