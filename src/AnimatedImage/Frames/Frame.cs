namespace AnimatedImage.Frames;

/// <summary>
/// One picture in a pooled buffer, rows from top to bottom without padding. Counted: the last <see cref="Dispose"/> gives the buffer
/// back; every <see cref="Retain"/> asks for one more.
/// </summary>
public sealed class Frame : IDisposable
{
    private readonly FramePool _pool;
    private readonly byte[] _buffer;
    private int _holders = 1;

    internal Frame(FramePool pool, byte[] buffer)
    {
        _pool = pool;
        _buffer = buffer;
    }

    /// <summary>Width in pixels.</summary>
    public int Width => _pool.Width;

    /// <summary>Height in pixels.</summary>
    public int Height => _pool.Height;

    /// <summary>Where its buffer comes from.</summary>
    internal FramePool Pool => _pool;

    /// <summary>Those who have yet to dispose it.</summary>
    internal int Holders => Volatile.Read(ref _holders);

    /// <summary>When it is shown, counted from the start of what is read at the source.</summary>
    public TimeSpan Time { get; set; }

    /// <summary>How <see cref="Pixels"/> keeps them.</summary>
    public PixelLayout Layout => _pool.Layout;

    /// <summary><see cref="FramePool.FrameBytes"/> bytes in the order that <see cref="Layout"/> says.</summary>
    public Memory<byte> Pixels => _buffer.AsMemory(0, _pool.FrameBytes);

    /// <summary>Asks to keep the frame; pair it with one more <see cref="Dispose"/>.</summary>
    public Frame Retain()
    {
        Interlocked.Increment(ref _holders);
        return this;
    }

    /// <summary>The same picture and time in a buffer of its own.</summary>
    internal Frame Copy()
    {
        Frame copy = _pool.Rent();
        Pixels.CopyTo(copy.Pixels);
        copy.Time = Time;
        return copy;
    }

    /// <summary>Gives the frame back.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _pool.Return(_buffer);
        }
    }
}
