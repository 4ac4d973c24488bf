using AnimatedImage.Media;
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
    private ReadWindow? _found;
    private bool _hasEnded;

    /// <summary>Emits the frames of the windows that seeking leads to.</summary>
    /// <param name="windows">Few frames each: those of the windows under way are held. In the order of time.</param>
    /// <param name="emit">Takes a frame over.</param>
    /// <param name="cancellationToken">Kills every ffmpeg.</param>
    /// <returns>How many windows were read; seeking does not lead to the next one, and it has to be decoded from the beginning.</returns>
    public async Task<int> ReadAsync(IReadOnlyList<ReadWindow> windows, Func<Frame, ValueTask> emit, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue<Task<Queue<Frame>?>> underWay = new();
        int next = 0;
        int done = 0;
        try
        {
            while (next < windows.Count || underWay.Count > 0)
            {
                for (; next < windows.Count && underWay.Count < workers * LookAhead; next++)
                {
                    ReadWindow window = windows[next];
                    underWay.Enqueue(Task.Run(() => SeekAsync(window, stop.Token), CancellationToken.None));
                }

                Queue<Frame>? frames = await underWay.Peek().ConfigureAwait(false);
                frames ??= await ReadOnAsync(windows[done], stop.Token).ConfigureAwait(false);
                if (frames is null)
                {
                    return done;
                }

                _found = frames.Count > 0 ? windows[done] : _found;
                while (frames.TryDequeue(out Frame? frame))
                {
                    await emit(frame).ConfigureAwait(false);
                }

                _ = underWay.Dequeue();
                done++;
            }

            return done;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (Task<Queue<Frame>?> window in underWay)
            {
                await ((Task)window).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (window.IsCompletedSuccessfully && await window.ConfigureAwait(false) is { } frames)
                {
                    Dispose(frames);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    /// <summary>Null when seeking does not lead to the window.</summary>
    private async Task<Queue<Frame>?> SeekAsync(ReadWindow window, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Over a network a seek mostly waits, and more of them than there are cores were planned.
            using IDisposable? core = workers > CoreBudget.Shared.Cores ? null : await CoreBudget.Shared.SeekAsync(cancellationToken).ConfigureAwait(false);
            return await HoldAsync(hold => decoder.TrySeekAsync(window, hold, cancellationToken)).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    // A file that is cut off ends before the window; to learn that, it is read on from the last window that was found, once.
    private async Task<Queue<Frame>?> ReadOnAsync(ReadWindow window, CancellationToken cancellationToken)
    {
        if (_found is null || _found.FirstSample >= window.FirstSample)
        {
            return null;
        }

        if (_hasEnded)
        {
            return [];
        }

        Queue<Frame>? frames = await HoldAsync(hold => decoder.TryReadOnAsync(_found, window, hold, cancellationToken)).ConfigureAwait(false);
        _hasEnded = frames is { Count: 0 };
        return frames;
    }

    private static async Task<Queue<Frame>?> HoldAsync(Func<Func<Frame, ValueTask>, Task<bool>> read)
    {
        Queue<Frame> frames = new();
        try
        {
            return await read(KeepAsync).ConfigureAwait(false) ? frames : null;
        }
        catch
        {
            Dispose(frames);
            throw;
        }

        ValueTask KeepAsync(Frame frame)
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
