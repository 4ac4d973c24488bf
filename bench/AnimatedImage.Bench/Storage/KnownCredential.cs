using AnimatedImage.Storage;

namespace AnimatedImage.Bench.Storage;

/// <summary>A session that knows one credential.</summary>
internal sealed class KnownCredential(StoreCredential credential) : ICredentialSource
{
    public ValueTask<StoreCredential> FindAsync(StoreProfile profile, CancellationToken cancellationToken) => ValueTask.FromResult(credential);
}
