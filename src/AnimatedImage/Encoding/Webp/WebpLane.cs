using System.Runtime.CompilerServices;
using System.Threading.Channels;
using AnimatedImage.Frames;
using AnimatedImage.Media;
using AnimatedImage.Planning;

namespace AnimatedImage.Encoding.Webp;

/// <summary>One encoding child with the frames that wait for it. It gives its pictures when it has all of its frames.</summary>
internal sealed class WebpLane : IAsyncDisposable
{
    private const string Subject = "the WebP encoder";

    // Delays are known here; the child's clock only has to tell which frames it took for the same picture.
    private const int Step = 100;

    private readonly Channel<TimedFrame> _queue;
    private readonly CancellationTokenSource _ended = new();
    private readonly EncoderProcess _process;
    private readonly Task<Stream> _encoded;
    private readonly List<int?> _indices = [];

    /// <summary>Starts the child.</summary>
    /// <param name="tools">The ffmpeg in use.</param>
    /// <param name="settings">What it is told.</param>
    /// <param name="capacity">Frames that may wait.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    public WebpLane(FFmpegTools tools, EncoderSettings settings, int capacity, CancellationToken cancellationToken)
    {
        _queue = Channel.CreateBounded<TimedFrame>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });
        _process = EncoderProcess.Start(tools, WebpArguments.For(settings), Subject, WaitingFrames(CancellationToken.None), settings, cancellationToken);
        _encoded = EncodedSpool.CollectAsync(_process.Output, TemporarySpool.MemoryLimit, cancellationToken);
    }

    /// <summary>Frames that wait.</summary>
    public int Waiting => _queue.Reader.Count;

    /// <summary>Frames that it was given.</summary>
    public int Count => _indices.Count;

    /// <summary>Adds a frame to its own, which stays the caller's too; waits for room.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="index">Its number in the animation; null when only what follows is to be compared with it.</param>
    public async Task AddAsync(Frame frame, int? index)
    {
        frame.Retain();
        try
        {
            await _queue.Writer.WriteAsync(new TimedFrame(frame, Step), _ended.Token).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            frame.Dispose();
            if (failure is OperationCanceledException && _ended.IsCancellationRequested)
            {
                // The child takes no more: why, it says itself.
                await _process.CompleteAsync().ConfigureAwait(false);
                throw _process.Incomplete();
            }

            throw;
        }

        _indices.Add(index);
    }

    /// <summary>Waits for the end of the child and moves its pictures into the spool.</summary>
    public async Task<IReadOnlyList<WebpPicture>> CompleteAsync(WebpSpool spool, CancellationToken cancellationToken)
    {
        _queue.Writer.Complete();
        Stream encoded = await _encoded.ConfigureAwait(false);
        await using ConfiguredAsyncDisposable collected = encoded.ConfigureAwait(false);
        await _process.CompleteAsync().ConfigureAwait(false);
        return await spool.TakeAsync(encoded, _indices, Step, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync().ConfigureAwait(false);
        await ((Task)_encoded).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_encoded.IsCompletedSuccessfully)
        {
            await (await _encoded.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }

        Drain();
        _ended.Dispose();
    }

    private async IAsyncEnumerable<TimedFrame> WaitingFrames([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (TimedFrame frame in _queue.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return frame;
            }
        }
        finally
        {
            await _ended.CancelAsync().ConfigureAwait(false);
            Drain();
        }
    }

    private void Drain()
    {
        while (_queue.Reader.TryRead(out TimedFrame frame))
        {
            frame.Frame.Dispose();
        }
    }
}
