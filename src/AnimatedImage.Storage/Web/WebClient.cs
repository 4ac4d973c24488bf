using System.Collections.Concurrent;
using System.Net.Http.Headers;
using AnimatedImage.Failures;

namespace AnimatedImage.Storage.Web;

/// <summary>Sends requests to web servers and follows their redirects, each hop checked like the first.</summary>
internal sealed class WebClient : IDisposable
{
    /// <summary>How long the end of a chain of redirects is taken for granted; links that are signed for one reader live longer.</summary>
    private static readonly TimeSpan _remembered = TimeSpan.FromMinutes(1);

    private readonly WebAccess _access;
    private readonly WebConnections _connections;
    private readonly HttpClient _client;
    private readonly ConcurrentDictionary<string, (Uri End, DateTime Since)> _ends = new();
    private readonly ConcurrentDictionary<string, FirstContact> _contacts = new();

    /// <param name="access">What may be asked.</param>
    public WebClient(WebAccess access)
    {
        _access = access;
        _connections = new WebConnections(access);
        _client = new HttpClient(_connections.MakeHandler()) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("AnimatedImage", typeof(WebClient).Assembly.GetName().Version!.ToString(3)));

        // Parts of a compressed answer would be parts of something else.
        _client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
    }

    /// <summary>The answer of the last hop, its body not read yet; any status but a redirect.</summary>
    /// <exception cref="ConversionException">The server cannot be reached or may not be asked.</exception>
    public async Task<HttpResponseMessage> SendAsync(MediaLocation location, HttpMethod method, RangeHeaderValue? range, CancellationToken cancellationToken)
    {
        Uri first = Parse(location);
        if (_ends.TryGetValue(location.Path, out (Uri End, DateTime Since) end) && DateTime.UtcNow - end.Since < _remembered)
        {
            HttpResponseMessage answer = await HopAsync(location, first, end.End, method, range, cancellationToken).ConfigureAwait(false);
            if ((int)answer.StatusCode is 206 or 200)
            {
                return answer;
            }

            // The way may have changed.
            answer.Dispose();
            _ends.TryRemove(location.Path, out _);
        }

        Uri current = first;
        for (int hop = 0; ; hop++)
        {
            HttpResponseMessage answer = await HopAsync(location, first, current, method, range, cancellationToken).ConfigureAwait(false);
            if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308) || answer.Headers.Location is not { } target)
            {
                if (hop > 0)
                {
                    _ends[location.Path] = (current, DateTime.UtcNow);
                }

                return answer;
            }

            answer.Dispose();
            current = Next(location, current, target, hop);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> HopAsync(
        MediaLocation location, Uri first, Uri address, HttpMethod method, RangeHeaderValue? range, CancellationToken cancellationToken)
    {
        FirstContact contact = _contacts.GetOrAdd(Origin(address), _ => new FirstContact());
        while (true)
        {
            try
            {
                HttpResponseMessage answer = await AskAsync(first, address, method, range, cancellationToken).ConfigureAwait(false);
                contact.Make();
                return answer;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is HttpRequestException or OperationCanceledException or ConversionException)
            {
                bool mayTryAgain = !contact.IsMade && NetworkFailure.IsUnconnected(exception) && !NetworkFailure.IsLasting(exception);
                if (!mayTryAgain || !await contact.MayTryAgainAsync(cancellationToken).ConfigureAwait(false))
                {
                    Exception cause = exception is OperationCanceledException ? new TimeoutException() : exception;
                    throw NetworkFailure.Find<ConversionException>(exception)
                        ?? NetworkFailure.Tell(cause, $"The server of {location}", address, proxy: null, hasBeenRetried: !contact.IsMade);
                }
            }
        }
    }

    private async Task<HttpResponseMessage> AskAsync(Uri first, Uri address, HttpMethod method, RangeHeaderValue? range, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, new UriBuilder(address) { UserName = "", Password = "", Fragment = "" }.Uri);
        request.Headers.Range = range;

        // Name and password of the address are for the server they were written for, and for no other that it points to.
        if (first.UserInfo.Length > 0 && Origin(address) == Origin(first))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Uri.UnescapeDataString(first.UserInfo))));
        }

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_access.Timeout);
        await _connections.CheckProxiedAsync(request, limit.Token).ConfigureAwait(false);
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
    }

    private Uri Next(MediaLocation location, Uri current, Uri target, int hop)
    {
        Uri next = target.IsAbsoluteUri ? target : new Uri(current, target);
        string? wrong = hop >= _access.MaxRedirect ? $"it redirects more than {_access.MaxRedirect} times"
            : next.Scheme != Uri.UriSchemeHttp && next.Scheme != Uri.UriSchemeHttps ? "it redirects to something that is no web address"
            : current.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp ? "it redirects from a secure to an insecure address"
            : null;
        return wrong is null ? next : throw new ConversionException(ErrorId.AddressRefused, FailureKind.Input, $"{location} is not followed: {wrong}.");
    }

    private static string Origin(Uri address) => address.GetLeftPart(UriPartial.Scheme) + address.IdnHost + ":" + address.Port;

    private static Uri Parse(MediaLocation location) => Uri.TryCreate(location.Path, UriKind.Absolute, out Uri? address) && address.IdnHost.Length > 0
        ? address
        : throw new ConversionException(ErrorId.InvalidParameter, FailureKind.Input, $"{location} is no valid web address.");
}
