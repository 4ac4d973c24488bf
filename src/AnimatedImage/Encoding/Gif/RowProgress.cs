namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// How far down a frame is encoded. The frame after it follows a band of rows behind, so that all cores work on neighbouring frames
/// and yet each sees exactly the canvas that it would see alone.
/// </summary>
internal sealed class RowProgress
{
    /// <summary>Rows of a band.</summary>
    public const int BandHeight = 32;

    private readonly Lock _lock = new();

    // By band: who waits for it. Mostly nobody does, since a band is done long before it is asked for.
    private readonly TaskCompletionSource?[] _awaited;
    private int _done;
    private Exception? _failure;

    /// <summary>Nothing is done yet.</summary>
    /// <param name="height">Rows of the canvas.</param>
    public RowProgress(int height) => _awaited = new TaskCompletionSource?[(height + BandHeight - 1) / BandHeight];

    /// <summary>Bands of the canvas.</summary>
    public int BandCount => _awaited.Length;

    /// <summary>Ends when a band is done.</summary>
    public Task WhenDone(int band)
    {
        lock (_lock)
        {
            return band < _done ? Task.CompletedTask
                : _failure is not null ? Task.FromException(_failure)
                : (_awaited[band] ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Tells that a band is done; all before it are.</summary>
    public void Done(int band)
    {
        TaskCompletionSource? awaited;
        lock (_lock)
        {
            _done = band + 1;
            awaited = _awaited[band];
        }

        awaited?.TrySetResult();
    }

    /// <summary>Tells all who wait that the rest will not come.</summary>
    public void Fail(Exception reason)
    {
        lock (_lock)
        {
            _failure = reason;
        }

        foreach (TaskCompletionSource? band in _awaited)
        {
            if (band?.TrySetException(reason) == true)
            {
                _ = band.Task.Exception;
            }
        }
    }
}
