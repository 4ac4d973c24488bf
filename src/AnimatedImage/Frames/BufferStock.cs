using System.Runtime.CompilerServices;

namespace AnimatedImage.Frames;

/// <summary>
/// Large arrays that conversions leave to each other. The collector comes rarely to objects of their size, so that ten conversions in
/// one process would pile up what each of them took. What lies idle is the collector's as soon as it comes: the stock keeps nothing alive.
/// Safe to use from many threads.
/// </summary>
internal sealed class BufferStock
{
    /// <summary>Smaller arrays are always new and never kept: the collector clears them away at next to no cost.</summary>
    public const int LeastBytes = 16 << 10;

    /// <summary>An array may be so many times as long as what was asked for: pictures of several sizes then share theirs.</summary>
    private const int MostExcess = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<Type, Shelf> _shelves = [];
    private readonly Stack<WeakReference<Array?>> _spare = new();
    private readonly long _mostBytes;

    /// <summary>Creates a stock of its own.</summary>
    /// <param name="mostBytes">Bytes that may lie idle; null = 32 MiB for each core.</param>
    public BufferStock(long? mostBytes = null) => _mostBytes = mostBytes ?? (32L << 20) * Environment.ProcessorCount;

    /// <summary>The one of this process.</summary>
    public static BufferStock Shared { get; } = new();

    /// <summary>Bytes of the arrays that lie idle, those included that the collector took since the last look at their kind.</summary>
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
                WeakReference<Array?> reference = _spare.TryPop(out WeakReference<Array?>? spare) ? spare : new WeakReference<Array?>(null);
                reference.SetTarget(array);
                shelf.Idle.Add((array.Length, reference));
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
                while (shelf.IndexOf(length, longest) is { } found)
                {
                    if (TakeAt(shelf, found) is { } array)
                    {
                        return (T[])array;
                    }
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
        for (int i = 0; i < shelf.Idle.Count && room < length;)
        {
            if (shelf.Idle[i].Length < length)
            {
                room += TakeAt(shelf, i)?.Length ?? 0;
            }
            else
            {
                i++;
            }
        }
    }

    /// <summary>Null when the collector was there.</summary>
    private Array? TakeAt(Shelf shelf, int index)
    {
        (int length, WeakReference<Array?> reference) = shelf.Idle[index];
        shelf.Idle.RemoveAt(index);
        IdleBytes -= shelf.BytesOf(length);
        Array? array = reference.TryGetTarget(out Array? target) ? target : null;
        reference.SetTarget(null);
        _spare.Push(reference);
        return array;
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
        public List<(int Length, WeakReference<Array?> Array)> Idle { get; } = [];

        public long BytesOf(int length) => (long)length * elementBytes;

        /// <summary>The shortest array of a length in that range, of equally long ones the one that came back last; null when there is none.</summary>
        public int? IndexOf(int shortest, long longest)
        {
            int? found = null;
            for (int i = Idle.Count - 1; i >= 0; i--)
            {
                int length = Idle[i].Length;
                if (length >= shortest && length <= longest && (found is not { } best || length < Idle[best].Length))
                {
                    found = i;
                }
            }

            return found;
        }
    }
}
