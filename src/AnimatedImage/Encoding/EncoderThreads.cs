namespace AnimatedImage.Encoding;

/// <summary>
/// Threads that encode pictures, shared by all conversions of a process. Each piece goes to the next free one, whosever it is: several
/// conversions take no more threads than there are cores, and the last of them gets those that the others leave.
/// </summary>
/// <remarks>
/// Not the pool's: that has one a core too, and those have to keep reading frames. A thread without work ends after a while. Safe to use
/// from many threads.
/// </remarks>
/// <param name="most">Pieces at once.</param>
internal sealed class EncoderThreads(int most)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly object _change = new();
    private readonly Queue<Action> _pieces = new();
    private int _threads;
    private int _idle;

    /// <summary>The one of this process; .NET counts the cores that a container may use.</summary>
    public static EncoderThreads Shared { get; } = new(Environment.ProcessorCount);

    /// <summary>Has the next free thread do a piece of work.</summary>
    /// <param name="piece">The work.</param>
    /// <param name="cancellationToken">Cancels what has not begun.</param>
    public Task<T> RunAsync<T>(Func<T> piece, CancellationToken cancellationToken)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool isShort;
        lock (_change)
        {
            _pieces.Enqueue(() => Run(piece, done, cancellationToken));
            isShort = _idle < _pieces.Count && _threads < most;
            _threads += isShort ? 1 : 0;
            Monitor.Pulse(_change);
        }

        if (isShort)
        {
            new Thread(Work) { IsBackground = true, Name = "AnimatedImage encoder" }.Start();
        }

        return done.Task;
    }

    private static void Run<T>(Func<T> piece, TaskCompletionSource<T> done, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            done.SetResult(piece());
        }
        catch (OperationCanceledException)
        {
            done.SetCanceled(cancellationToken);
        }
#pragma warning disable CA1031 // Whoever waits gets it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            done.SetException(failure);
        }
    }

    private void Work()
    {
        while (Next() is { } piece)
        {
            piece();
        }
    }

    /// <summary>The next piece; null ends the thread.</summary>
    private Action? Next()
    {
        lock (_change)
        {
            _idle++;
            while (_pieces.Count == 0 && Monitor.Wait(_change, s_patience))
            {
                // Another thread may have been quicker.
            }

            _idle--;
            if (_pieces.TryDequeue(out Action? piece))
            {
                return piece;
            }

            _threads--;
            return null;
        }
    }
}
