namespace AnimatedImage.PowerShell.Pipeline;

/// <summary>The bar above the bars of single inputs: how many are done.</summary>
/// <param name="streams">Where the bar is shown.</param>
/// <param name="total">Number of inputs; null while more may come.</param>
internal sealed class BatchProgress(ICommandStreams streams, int? total = null) : IAsyncDisposable
{
    private int _done;
    private int _failed;

    /// <summary>The bar, for others to stand under.</summary>
    public ProgressRelay Bar { get; } = new(streams, "Converting videos");

    /// <summary><c>3 of 10 done, 1 failed</c>.</summary>
    public string Status =>
        (total is null ? $"{_done} done" : $"{_done} of {total} done") + (_failed == 0 ? string.Empty : $", {_failed} failed");

    /// <summary>Counts a piece of work.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        Show();
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch
        {
            Interlocked.Increment(ref _failed);
            throw;
        }
        finally
        {
            Interlocked.Increment(ref _done);
            Show();
        }
    }

    /// <summary>Takes the bar away.</summary>
    public ValueTask DisposeAsync() => Bar.DisposeAsync();

    private void Show() => Bar.Show(Status, total is > 0 ? 100 * _done / total.Value : -1);
}
