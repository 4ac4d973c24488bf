using AnimatedImage.Media;
using AnimatedImage.Planning;

namespace AnimatedImage.Frames.Decoding;

/// <summary>
/// Reads windows that lie far apart several at once: each is a seek and a short decode, and much of its time is spent starting an ffmpeg
/// or waiting for the storage. Frames come in the order of the windows.
/// </summary>
/// <param name="decoder">Decodes windows.</param>
/// <param name="workers">How many ffmpeg run at once.</param>
/// <param name="together">Most windows that share one.</param>
internal sealed class SparseWindows(WindowDecoder decoder, int workers, int together) : IDisposable
{
    // A window that takes long must not leave the other cores idle.
    private const int LookAhead = 2;

    private readonly SemaphoreSlim _free = new(workers, workers);
    private volatile bool _areApart;
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
        Queue<ReadWindow[]> left = new(SeekStrategy.Share(windows, together, workers));
        Queue<Task<Queue<Frame>?[]>> underWay = new();
        int done = 0;
        try
        {
            while (left.Count > 0 || underWay.Count > 0)
            {
                while (left.Count > 0 && underWay.Count < workers * LookAhead)
                {
                    ReadWindow[] next = left.Dequeue();
                    underWay.Enqueue(Task.Run(() => SeekAsync(next, stop.Token), CancellationToken.None));
                }

                Queue<Frame>?[] found = await underWay.Peek().ConfigureAwait(false);
                for (int i = 0; i < found.Length; i++)
                {
                    found[i] ??= await ReadOnAsync(windows[done], stop.Token).ConfigureAwait(false);
                    if (found[i] is not { } frames)
                    {
                        return done;
                    }

                    _found = frames.Count > 0 ? windows[done] : _found;
                    while (frames.TryDequeue(out Frame? frame))
                    {
                        await emit(frame).ConfigureAwait(false);
                    }

                    done++;
                }

                _ = underWay.Dequeue();
            }

            return done;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (Task<Queue<Frame>?[]> share in underWay)
            {
                await ((Task)share).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (share.IsCompletedSuccessfully)
                {
                    Dispose(await share.ConfigureAwait(false));
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    /// <summary>Null for each window that seeking does not lead to.</summary>
    private async Task<Queue<Frame>?[]> SeekAsync(ReadWindow[] windows, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Over a network a seek mostly waits, and more of them than there are cores were planned.
            using IDisposable? core = workers > CoreBudget.Shared.Cores ? null : await CoreBudget.Shared.SeekAsync(cancellationToken).ConfigureAwait(false);
            return await FindAsync(windows, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>All together first; then those one by one that this did not bring: what is wrong with one must not cost the others.</summary>
    private async Task<Queue<Frame>?[]> FindAsync(ReadWindow[] windows, CancellationToken cancellationToken)
    {
        Queue<Frame>?[] found = windows.Length > 1 && !_areApart
            ? await decoder.SeekTogetherAsync(windows, cancellationToken).ConfigureAwait(false)
            : new Queue<Frame>?[windows.Length];
        _areApart |= Array.TrueForAll(found, frames => frames is null);
        try
        {
            for (int i = 0; i < windows.Length; i++)
            {
                ReadWindow window = windows[i];
                found[i] ??= await HoldAsync(hold => decoder.TrySeekAsync(window, hold, cancellationToken)).ConfigureAwait(false);
            }

            return found;
        }
        catch
        {
            Dispose(found);
            throw;
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
            Dispose([frames]);
            throw;
        }

        ValueTask KeepAsync(Frame frame)
        {
            frames.Enqueue(frame);
            return ValueTask.CompletedTask;
        }
    }

    private static void Dispose(Queue<Frame>?[] found)
    {
        foreach (Frame frame in found.SelectMany(frames => frames ?? []))
        {
            frame.Dispose();
        }
    }
}
