using System.Runtime.CompilerServices;

namespace AnimatedImage.Frames;

/// <summary>
/// Large arrays that conversions leave to each other. The collector comes rarely to objects of their size, so that ten conversions in
/// one process would pile up what each of them took. The stock lives as long as somebody holds it, and then until the collector comes:
/// between conversions nothing is kept from it. Safe to use from many threads.
/// </summary>
internal sealed class BufferStock
{
    /// <summary>Smaller arrays are always new and never kept: the collector clears them away at next to no cost.</summary>
    public const int LeastBytes = 16 << 10;

    /// <summary>An array may be so many times as long as what was asked for: pictures of several sizes then share theirs.</summary>
    private const int MostExcess = 4;

    private static readonly Lock s_lock = new();
    private static readonly WeakReference<BufferStock?> s_current = new(null);

    private readonly Lock _lock = new();
    private readonly Dictionary<Type, Shelf> _shelves = [];
    private readonly long _mostBytes;

    /// <summary>Creates a stock of its own.</summary>
    /// <param name="mostBytes">Bytes that may lie idle; null = 32 MiB for each core.</param>
    public BufferStock(long? mostBytes = null) => _mostBytes = mostBytes ?? (32L << 20) * Environment.ProcessorCount;

    /// <summary>The process' stock; hold it as long as it is to live.</summary>
    public static BufferStock Current
    {
        get
        {
            lock (s_lock)
            {
                if (!s_current.TryGetTarget(out BufferStock? stock))
                {
                    stock = new BufferStock();
                    s_current.SetTarget(stock);
                }

                return stock;
            }
        }
    }

    /// <summary>Bytes of the arrays that lie idle.</summary>
    public long IdleBytes { get; private set; }

    /// <summary>An array with undefined content, of just that length.</summary>
    public T[] Rent<T>(int length)
        where T : unmanaged => Rent<T>(length, length);

    /// <summary>An array with undefined content, of that length or longer.</summary>
    public T[] RentAtLeast<T>(int length)
        where T : unmanaged => Rent<T>(length, length * (long)MostExcess);

    /// <summary>Gives an array back that was rented here and that nobody uses any more.</summary>
    public void Return(Array array)
    {
        lock (_lock)
        {
            if (_shelves.TryGetValue(array.GetType(), out Shelf? shelf) && shelf.BytesOf(array.Length) is { } bytes and >= LeastBytes && IdleBytes + bytes <= _mostBytes)
            {
                shelf.Arrays.Add(array);
                IdleBytes += bytes;
            }
        }
    }

    private T[] Rent<T>(int length, long longest)
        where T : unmanaged
    {
        if ((long)length * Unsafe.SizeOf<T>() >= LeastBytes)
        {
            lock (_lock)
            {
                Shelf shelf = ShelfOf<T>();
                if (shelf.IndexOf(length, longest) is { } found)
                {
                    Array array = shelf.Arrays[found];
                    RemoveAt(shelf, found);
                    return (T[])array;
                }

                MakeRoom(shelf, length);
            }
        }

        return GC.AllocateUninitializedArray<T>(length);
    }

    /// <summary>A new array takes the place of shorter ones, those that lie idle longest first: all together are not to grow.</summary>
    private void MakeRoom(Shelf shelf, int length)
    {
        int room = 0;
        for (int i = 0; i < shelf.Arrays.Count && room < length;)
        {
            if (shelf.Arrays[i].Length < length)
            {
                room += shelf.Arrays[i].Length;
                RemoveAt(shelf, i);
            }
            else
            {
                i++;
            }
        }
    }

    private void RemoveAt(Shelf shelf, int index)
    {
        IdleBytes -= shelf.BytesOf(shelf.Arrays[index].Length);
        shelf.Arrays.RemoveAt(index);
    }

    private Shelf ShelfOf<T>()
    {
        if (!_shelves.TryGetValue(typeof(T[]), out Shelf? shelf))
        {
            _shelves.Add(typeof(T[]), shelf = new Shelf(Unsafe.SizeOf<T>()));
        }

        return shelf;
    }

    /// <summary>Idle arrays of one type, in the order in which they came back.</summary>
    /// <param name="elementBytes">Bytes of an element.</param>
    private sealed class Shelf(int elementBytes)
    {
        public List<Array> Arrays { get; } = [];

        public long BytesOf(int length) => (long)length * elementBytes;

        /// <summary>The shortest array of a length in that range, of equally long ones the one that came back last; null when there is none.</summary>
        public int? IndexOf(int shortest, long longest)
        {
            int? found = null;
            for (int i = Arrays.Count - 1; i >= 0; i--)
            {
                int length = Arrays[i].Length;
                if (length >= shortest && length <= longest && (found is not { } best || length < Arrays[best].Length))
                {
                    found = i;
                }
            }

            return found;
        }
    }
}
