using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace AnimatedImage.Frames.Decoding;

/// <summary>A task that makes frames, and a consumer that takes them when it can: a few frames of distance, no more.</summary>
internal static class BoundedFrames
{
    /// <summary>Enough to even out the two paces; of large frames, which take longer each, the least of them.</summary>
    private const int Most = 4, Least = 2;

    /// <summary>Bytes that more than the least may take.</summary>
    private const int MostBytes = 3 << 20;

    /// <summary>Runs the producer beside the enumeration; its failure comes out after the frames that preceded it.</summary>
    /// <param name="frameBytes">Bytes of a frame.</param>
    /// <param name="produce">Gets what takes a frame (and waits for room) and a token that is cancelled when the enumeration ends.</param>
    /// <param name="cancellationToken">Ends the producer.</param>
    public static async IAsyncEnumerable<Frame> Create(
        int frameBytes, Func<Func<Frame, CancellationToken, ValueTask>, CancellationToken, Task> produce, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Channel<Frame> channel = Channel.CreateBounded<Frame>(new BoundedChannelOptions(Math.Clamp(MostBytes / frameBytes, Least, Most)) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        CancellationToken stopped = stop.Token;
        Task producer = Task.Run(ProduceAsync, CancellationToken.None);
        try
        {
            // The producer heeds the token; waiting for it alone keeps the order of frames and failure.
            while (await channel.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                while (channel.Reader.TryRead(out Frame? frame))
                {
                    yield return frame;
                }
            }

            await producer.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await producer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (channel.Reader.TryRead(out Frame? frame))
            {
                frame.Dispose();
            }
        }

        async Task ProduceAsync()
        {
            try
            {
                await produce(WriteAsync, stopped).ConfigureAwait(false);
            }
            finally
            {
                // Without the failure: it is the producer's task that carries it.
                channel.Writer.Complete();
            }
        }

        async ValueTask WriteAsync(Frame frame, CancellationToken writeCancellation)
        {
            try
            {
                await channel.Writer.WriteAsync(frame, writeCancellation).ConfigureAwait(false);
            }
            catch
            {
                frame.Dispose();
                throw;
            }
        }
    }
}
