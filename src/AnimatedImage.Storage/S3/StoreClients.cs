using Amazon.S3;

namespace AnimatedImage.Storage.S3;

/// <summary>Two clients on the same connections.</summary>
/// <param name="Retrying">Tries again by itself when the store is in trouble.</param>
/// <param name="Single">Sends once: for reads, whose caller knows better when and what to ask again.</param>
internal sealed record StoreClients(AmazonS3Client Retrying, AmazonS3Client Single) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Retrying.Dispose();
        Single.Dispose();
    }
}
