using AnimatedImage.Gateway;
using AnimatedImage.Media;

namespace AnimatedImage.Conversion;

/// <summary>A source that has been probed. Bytes in a store are served by the gateway until it is disposed.</summary>
/// <param name="media">What it is.</param>
/// <param name="remote">Its place at the gateway; null for local files.</param>
internal sealed class OpenedSource(MediaInfo media, GatewaySource? remote) : IAsyncDisposable
{
    /// <summary>What it is.</summary>
    public MediaInfo Media { get; } = media;

    /// <summary>Bytes read from the store so far; null for local files.</summary>
    public long? BytesRead => remote?.BytesRead;

    /// <summary>Does what reads from the source; when the store fails meanwhile, that is the failure.</summary>
    public Task<T> WatchAsync<T>(Func<Task<T>> work) => remote is null ? work() : remote.WatchAsync(work);

    /// <summary>Throws when the store could not deliver something.</summary>
    public void ThrowIfBroken() => remote?.ThrowIfBroken();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => remote?.DisposeAsync() ?? ValueTask.CompletedTask;
}
