namespace AnimatedImage.Storage.S3;

/// <summary>
/// Below the SDK: limits how long a store may stay silent, ends at once what no retry can mend, and notes what the SDK's exceptions
/// leave out.
/// </summary>
/// <param name="profile">For the messages.</param>
/// <param name="inner">Sends.</param>
internal sealed class StoreHandler(StoreProfile profile, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>How long a store may take to begin its answer to a request without a body.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    /// <summary>Bytes a second; an upload slower than this counts as stalled.</summary>
    private const double SlowestUpload = 32 * 1024;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_patience + TimeSpan.FromSeconds((request.Content?.Headers.ContentLength ?? 0) / SlowestUpload));
        StoreAnswer.Current?.Sending();
        try
        {
            HttpResponseMessage answer = await base.SendAsync(request, limit.Token).ConfigureAwait(false);
            StoreAnswer.Current?.Take(request, answer);
            return answer;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException("The store did not answer in time.", new TimeoutException());
        }
        catch (HttpRequestException exception) when (NetworkFailure.IsLasting(exception))
        {
            throw NetworkFailure.Tell(exception, $"The store of the profile {profile.Name}", request.RequestUri!, profile.Proxy);
        }
    }
}
