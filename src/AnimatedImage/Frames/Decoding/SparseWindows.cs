using AnimatedImage.Planning;

namespace AnimatedImage.Frames.Decoding;

/// <summary>
/// Reads windows that lie far apart several at once: each is a seek and a short decode, and most of its time is spent waiting for the
/// start of an ffmpeg or for the storage. Frames come in the order of the windows.
/// </summary>
/// <param name="decoder">Decodes one window.</param>
/// <param name="workers">Windows decoded at once.</param>
internal sealed class SparseWindows(WindowDecoder decoder, int workers) : IDisposable
{
    // A window that takes long must not leave the other cores idle.
    private const int LookAhead = 2;

    private readonly SemaphoreSlim _free = new(workers, workers);

    /// <summary>Emits the frames of all windows.</summary>
    /// <param name="windows">Few frames each: those of the windows under way are held.</param>
    /// <param name="emit">Takes a frame over.</param>
    /// <param name="cancellationToken">Kills every ffmpeg.</param>
    public async Task ReadAsync(IReadOnlyList<ReadWindow> windows, Func<Frame, ValueTask> emit, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue<Task<Queue<Frame>>> underWay = new();
        int next = 0;
        try
        {
            while (next < windows.Count || underWay.Count > 0)
            {
                for (; next < windows.Count && underWay.Count < workers * LookAhead; next++)
                {
                    ReadWindow window = windows[next];
                    underWay.Enqueue(Task.Run(() => DecodeAsync(window, stop.Token), CancellationToken.None));
                }

                Queue<Frame> frames = await underWay.Peek().ConfigureAwait(false);
                while (frames.TryDequeue(out Frame? frame))
                {
                    await emit(frame).ConfigureAwait(false);
                }

                _ = underWay.Dequeue();
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (Task<Queue<Frame>> window in underWay)
            {
                await ((Task)window).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (window.IsCompletedSuccessfully)
                {
                    Dispose(await window.ConfigureAwait(false));
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private async Task<Queue<Frame>> DecodeAsync(ReadWindow window, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        Queue<Frame> frames = new();
        try
        {
            await decoder.ReadAsync(window, TimeSpan.Zero, 0, HoldAsync, cancellationToken).ConfigureAwait(false);
            return frames;
        }
        catch
        {
            Dispose(frames);
            throw;
        }
        finally
        {
            _free.Release();
        }

        ValueTask HoldAsync(Frame frame)
        {
            frames.Enqueue(frame);
            return ValueTask.CompletedTask;
        }
    }

    private static void Dispose(Queue<Frame> frames)
    {
        while (frames.TryDequeue(out Frame? frame))
        {
            frame.Dispose();
        }
    }
}
