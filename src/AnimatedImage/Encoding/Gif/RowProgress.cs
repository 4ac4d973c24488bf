namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// How far down a frame is encoded. The frame after it follows a band of rows behind, so that all cores work on neighbouring frames
/// and yet each sees exactly the canvas that it would see alone.
/// </summary>
internal sealed class RowProgress
{
    /// <summary>Rows of a band.</summary>
    public const int BandHeight = 32;

    private readonly TaskCompletionSource[] _bands;

    /// <summary>Nothing is done yet.</summary>
    public RowProgress(int height)
    {
        _bands = new TaskCompletionSource[(height + BandHeight - 1) / BandHeight];
        for (int i = 0; i < _bands.Length; i++)
        {
            _bands[i] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Bands of the canvas.</summary>
    public int BandCount => _bands.Length;

    /// <summary>Ends when a band is done.</summary>
    public Task WhenDone(int band) => _bands[band].Task;

    /// <summary>Tells that a band is done.</summary>
    public void Done(int band) => _bands[band].TrySetResult();

    /// <summary>Tells all who wait that the rest will not come.</summary>
    public void Fail(Exception reason)
    {
        foreach (TaskCompletionSource band in _bands)
        {
            if (band.TrySetException(reason))
            {
                _ = band.Task.Exception;
            }
        }
    }
}
