namespace AnimatedImage.Media;

/// <summary>
/// The machine's cores, shared by the conversions of this process: alone, one may use all; of several, each its share, so that decoder
/// threads, seeks and encoder lanes together are about as many as there are cores. Safe to use from many threads.
/// </summary>
/// <param name="cores">How many there are.</param>
internal sealed class CoreBudget(int cores) : IDisposable
{
    private readonly SemaphoreSlim _places = new(cores, cores);
    private readonly SemaphoreSlim _seeks = new(cores, cores);
    private int _running;

    /// <summary>The one of this process; .NET counts what a container may use.</summary>
    public static CoreBudget Shared { get; } = new(Environment.ProcessorCount);

    /// <summary>How many cores there are.</summary>
    public int Cores => cores;

    /// <summary>Cores that one of the running conversions may use now; at least 1.</summary>
    public int Share => Math.Max(1, cores / Math.Max(1, Volatile.Read(ref _running)));

    /// <summary>True when one conversion has all cores.</summary>
    public bool IsUndivided => Volatile.Read(ref _running) <= 1;

    /// <summary>Begins a conversion; dispose what comes back to end it.</summary>
    /// <param name="waits">
    /// True waits while there are as many conversions as cores, because more would only get in each other's way; false for those that
    /// wait for a network most of the time.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IDisposable> BeginAsync(bool waits, CancellationToken cancellationToken)
    {
        if (waits)
        {
            await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        Interlocked.Increment(ref _running);
        return new Place(() =>
        {
            Interlocked.Decrement(ref _running);
            if (waits)
            {
                _places.Release();
            }
        });
    }

    /// <summary>Waits for a core to decode a short part with; dispose what comes back to leave it.</summary>
    public async Task<IDisposable> SeekAsync(CancellationToken cancellationToken)
    {
        await _seeks.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Place(() => _seeks.Release());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _places.Dispose();
        _seeks.Dispose();
    }

    private sealed class Place(Action leave) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                leave();
            }
        }
    }
}
