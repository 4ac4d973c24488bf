using System.Net.Sockets;
using System.Security.Authentication;
using AnimatedImage.Failures;

namespace AnimatedImage.Storage;

/// <summary>Tells why a server could not be reached. Of an address only scheme, host and port are shown: the rest may hold secrets.</summary>
internal static class NetworkFailure
{
    /// <summary>True for what another attempt in a moment cannot mend: an unknown name, a certificate that is not trusted.</summary>
    public static bool IsLasting(Exception exception) =>
        Find<SocketException>(exception) is { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } || Find<AuthenticationException>(exception) is not null;

    /// <summary>True when no connection was made, so that nothing was sent.</summary>
    public static bool IsUnconnected(Exception exception) =>
        Find<HttpRequestException>(exception) is { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }
        && Find<ConversionException>(exception) is null;

    /// <summary>True when the exception speaks of the network at all.</summary>
    public static bool IsNetwork(Exception exception) =>
        Find<HttpRequestException>(exception) is not null || Find<SocketException>(exception) is not null
        || Find<IOException>(exception) is not null || Find<TimeoutException>(exception) is not null;

    /// <summary>One clear error for a network exception.</summary>
    /// <param name="exception">What happened; of its texts none is repeated but the system's about the connection.</param>
    /// <param name="whose">The subject of the message: <c>The store of the profile x</c>.</param>
    /// <param name="address">Whom the request was for.</param>
    /// <param name="proxy">The proxy in between; null = none or the system's.</param>
    /// <param name="hasBeenRetried">True when it was tried long enough.</param>
    public static ConversionException Tell(Exception exception, string whose, Uri address, Uri? proxy, bool hasBeenRetried = false)
    {
        string server = address.GetLeftPart(UriPartial.Scheme) + address.Authority;
        string through = proxy is null ? "" : $" through the proxy {proxy.Host}:{proxy.Port}";
        (string reason, string advice) = Reason(exception, address);
        return new ConversionException(
            ErrorId.StorageUnreachable,
            FailureKind.Internal,
            $"{whose} at {server} cannot be reached{through}: {reason}.",
            advice,
            Find<SocketException>(exception))
        {
            IsTransient = !IsLasting(exception),
            HasBeenRetried = hasBeenRetried,
        };
    }

    /// <summary>The first exception of a type along the causes; null when there is none.</summary>
    public static T? Find<T>(Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
            {
                return found;
            }
        }

        return null;
    }

    private static (string Reason, string Advice) Reason(Exception exception, Uri address)
    {
        if (Find<SocketException>(exception) is { } socket)
        {
            return socket.SocketErrorCode switch
            {
                SocketError.HostNotFound or SocketError.NoData =>
                    ($"the name {address.Host} is not known", "Check the endpoint, the region and, for virtual-host style, the bucket's name."),
                SocketError.ConnectionRefused => ("nothing listens there", "Check that the server runs, and the endpoint's host and port."),
                SocketError.ConnectionReset => ("it broke the connection", "Try again; check firewalls and proxies when it lasts."),
                _ => ($"{socket.SocketErrorCode}", "Check the network, the endpoint and the proxy."),
            };
        }

        if (Find<AuthenticationException>(exception) is not null)
        {
            return ("no secure connection could be made, for its certificate is not trusted or it does not speak TLS",
                "Check that the endpoint's scheme is right, and trust the server's certificate authority on this machine.");
        }

        return Find<TimeoutException>(exception) is not null
            ? ("it did not answer in time", "Check the network, the endpoint and the proxy.")
            : ("the connection broke", "Try again; check firewalls and proxies when it lasts.");
    }
}
