namespace AnimatedImage.Frames;

/// <summary>
/// Arrays that somebody takes from the <see cref="BufferStock"/> one after another and gives back together. Safe to use from many
/// threads, but for its end: from then on nobody may use one of them.
/// </summary>
/// <param name="stock">The stock; null = the one of the process.</param>
internal sealed class BufferLease(BufferStock? stock = null) : IDisposable
{
    private readonly BufferStock _stock = stock ?? BufferStock.Shared;
    private readonly HashSet<Array> _taken = new(ReferenceEqualityComparer.Instance);

    /// <summary>An array that is to be given back at the end.</summary>
    /// <param name="length">Its length.</param>
    /// <param name="orLonger">True when a longer one will do.</param>
    /// <returns>Zeros as far as was asked for.</returns>
    public T[] Rent<T>(int length, bool orLonger)
        where T : unmanaged
    {
        T[] array = orLonger ? _stock.RentAtLeast<T>(length) : _stock.Rent<T>(length);
        array.AsSpan(0, length).Clear();
        lock (_taken)
        {
            _taken.Add(array);
        }

        return array;
    }

    /// <summary>Gives one array back before the others.</summary>
    public void Return(Array array)
    {
        lock (_taken)
        {
            _taken.Remove(array);
        }

        _stock.Return(array);
    }

    /// <summary>Gives everything back.</summary>
    public void Dispose()
    {
        lock (_taken)
        {
            foreach (Array array in _taken)
            {
                _stock.Return(array);
            }

            _taken.Clear();
        }
    }
}
