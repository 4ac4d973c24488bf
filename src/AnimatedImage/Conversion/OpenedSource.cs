using AnimatedImage.Gateway;
using AnimatedImage.Media;
using AnimatedImage.Planning;

namespace AnimatedImage.Conversion;

/// <summary>A source that has been probed. Bytes in a store are served by the gateway, and those of a pipe kept, until it is disposed.</summary>
/// <param name="media">What it is.</param>
/// <param name="remote">Its place at the gateway; null for what is on this machine.</param>
/// <param name="spill">What a pipe gave; null for everything else.</param>
internal sealed class OpenedSource(MediaInfo media, GatewaySource? remote, PipeSpill? spill = null) : IAsyncDisposable
{
    // 200 Mbit/s, a machine in the region of its bucket at a quiet hour; a slower line favours the same way.
    private const double UsualBytesPerSecond = 25e6;

    private static readonly ReadingConditions s_local = new(CoreBudget.Shared.Cores);

    private static readonly TimeSpan s_leastLatency = TimeSpan.FromMilliseconds(1);

    /// <summary>What it is.</summary>
    public MediaInfo Media { get; } = media;

    /// <summary>What reading it costs.</summary>
    public ReadingConditions Conditions { get; } =
        remote is null ? s_local : s_local with { Latency = Latency(media.Input), BytesPerSecond = UsualBytesPerSecond };

    /// <summary>What the user should know about how it was opened.</summary>
    public IReadOnlyList<string> Warnings { get; } = spill is null ? [] : [spill.Warning];

    /// <summary>Bytes read from the store so far; null for local files.</summary>
    public long? BytesRead => remote?.BytesRead;

    /// <summary>Does what reads from the source; when the store fails meanwhile, that is the failure.</summary>
    public Task<T> WatchAsync<T>(Func<Task<T>> work) => remote is null ? work() : remote.WatchAsync(work);

    /// <summary>Throws when the store could not deliver something.</summary>
    public void ThrowIfBroken() => remote?.ThrowIfBroken();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => remote?.DisposeAsync() ?? spill?.DisposeAsync() ?? ValueTask.CompletedTask;

    // The first bytes may lie in the cache from an earlier conversion.
    private static TimeSpan Latency(MediaInput input) => input.Latency > s_leastLatency ? input.Latency : s_leastLatency;
}
