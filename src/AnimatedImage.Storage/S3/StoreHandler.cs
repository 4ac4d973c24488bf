using AnimatedImage.Failures;

namespace AnimatedImage.Storage.S3;

/// <summary>
/// Below the SDK: limits how long a store may stay silent, ends soon what no retry can mend, and notes what the SDK's exceptions leave
/// out.
/// </summary>
/// <param name="profile">For the messages.</param>
/// <param name="inner">Sends.</param>
internal sealed class StoreHandler(StoreProfile profile, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>How long a store may take to begin its answer to a request without a body.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    /// <summary>Bytes a second; an upload slower than this counts as stalled.</summary>
    private const double SlowestUpload = 32 * 1024;

    /// <summary>Bytes of a body from which on it is worth a round trip to ask beforehand whether it is wanted.</summary>
    private const long LeastAnnounced = 1 << 20;

    private readonly FirstContact _contact = new();

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_patience + TimeSpan.FromSeconds((request.Content?.Headers.ContentLength ?? 0) / SlowestUpload));
        StoreAnswer.Current?.Sending();
        if (request.Content?.Headers.ContentLength <= LeastAnnounced)
        {
            request.Headers.ExpectContinue = false;
        }

        while (true)
        {
            try
            {
                HttpResponseMessage answer = await base.SendAsync(request, limit.Token).ConfigureAwait(false);
                _contact.Make();
                StoreAnswer.Current?.Take(request, answer);
                return answer;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                HttpRequestException silent = new("The store did not answer in time.", new TimeoutException());
                throw _contact.IsMade ? silent : Tell(silent, request);
            }
            catch (HttpRequestException exception) when (NetworkFailure.IsLasting(exception))
            {
                throw Tell(exception, request);
            }
            catch (HttpRequestException exception) when (!_contact.IsMade && NetworkFailure.IsUnconnected(exception))
            {
                // Nothing was sent, so the same request can go again.
                if (!await _contact.MayTryAgainAsync(cancellationToken).ConfigureAwait(false))
                {
                    throw Tell(exception, request);
                }
            }
        }
    }

    // Not an exception of the network: the SDK would try again.
    private ConversionException Tell(Exception exception, HttpRequestMessage request) =>
        NetworkFailure.Tell(exception, $"The store of the profile {profile.Name}", request.RequestUri!, profile.Proxy, hasBeenRetried: true);
}
