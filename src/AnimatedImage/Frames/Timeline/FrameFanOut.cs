using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace AnimatedImage.Frames.Timeline;

/// <summary>
/// One stream of frames for several readers: each gets every frame, none a copy. The slowest reader sets the pace; a reader that fails
/// or stops early ends the others too, with an <see cref="OperationCanceledException"/>, so that the first failure is the one told.
/// </summary>
internal sealed class FrameFanOut : IAsyncDisposable
{
    private readonly IAsyncEnumerable<ShownFrame> _source;
    private readonly Channel<ShownFrame>[] _channels;

    // Not disposed: it has no timer, and a reader may end after the fan-out did.
    private readonly CancellationTokenSource _stop = new();
    private Task _pump = Task.CompletedTask;

    /// <summary>Creates the readers; nothing is read before <see cref="Start"/>.</summary>
    /// <param name="source">The frames.</param>
    /// <param name="readers">How many readers there are; all have to be read.</param>
    /// <param name="capacity">Frames that one reader may lag behind; null = 4, or 1 where there is no other: what evens out the paces lies before.</param>
    public FrameFanOut(IAsyncEnumerable<ShownFrame> source, int readers, int? capacity = null)
    {
        _source = source;
        int most = capacity ?? (readers > 1 ? 4 : 1);
        _channels = new Channel<ShownFrame>[readers];
        for (int i = 0; i < readers; i++)
        {
            _channels[i] = Channel.CreateBounded<ShownFrame>(new BoundedChannelOptions(most) { SingleWriter = true });
        }

        Readers = [.. _channels.Select(channel => ReadAsync(channel.Reader))];
    }

    /// <summary>The readers, each to be enumerated once.</summary>
    public IReadOnlyList<IAsyncEnumerable<ShownFrame>> Readers { get; }

    /// <summary>Starts the reading; the task ends with it and fails as the source does.</summary>
    public Task Start(CancellationToken cancellationToken) => _pump = Task.Run(() => PumpAsync(cancellationToken), CancellationToken.None);

    /// <summary>Ends the reading and gives back what nobody took.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (Channel<ShownFrame> channel in _channels)
        {
            Drain(channel.Reader);
        }
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        try
        {
            await foreach (ShownFrame shown in _source.WithCancellation(linked.Token).ConfigureAwait(false))
            {
                using Frame frame = shown.Frame;
                foreach (Channel<ShownFrame> channel in _channels)
                {
                    frame.Retain();
                    try
                    {
                        await channel.Writer.WriteAsync(shown, linked.Token).ConfigureAwait(false);
                    }
                    catch
                    {
                        frame.Dispose();
                        throw;
                    }
                }
            }

            Complete(null);
        }
        catch (Exception failure)
        {
            Complete(failure);
            throw;
        }
    }

    private void Complete(Exception? failure)
    {
        foreach (Channel<ShownFrame> channel in _channels)
        {
            channel.Writer.Complete(failure);
            if (failure is not null)
            {
                Drain(channel.Reader);
            }
        }
    }

    private async IAsyncEnumerable<ShownFrame> ReadAsync(ChannelReader<ShownFrame> reader, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        bool isWhole = false;
        try
        {
            while (await reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (reader.TryRead(out ShownFrame shown))
                {
                    yield return shown;
                }
            }

            isWhole = true;
        }
        finally
        {
            if (!isWhole)
            {
                await _stop.CancelAsync().ConfigureAwait(false);
                Drain(reader);
            }
        }
    }

    private static void Drain(ChannelReader<ShownFrame> reader)
    {
        while (reader.TryRead(out ShownFrame shown))
        {
            shown.Frame.Dispose();
        }
    }
}
