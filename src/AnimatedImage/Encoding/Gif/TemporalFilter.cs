using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// Holds the picture still where only noise moves. Keeps the frame at hand and the three after it; gives frames in order, three behind
/// its input. What is drawn depends on the source alone, never on the colours chosen later, so that frames can be encoded at once.
/// </summary>
/// <param name="width">Canvas width.</param>
/// <param name="height">Canvas height.</param>
/// <param name="hasAlpha">True to heed the frames' alpha.</param>
/// <param name="tuning">How much may differ.</param>
/// <param name="matte">What half transparent pixels are blended with, as R, G, B bytes; null = alpha is cut at one half.</param>
internal sealed class TemporalFilter(int width, int height, bool hasAlpha, GifTuning tuning, uint? matte = null)
{
    /// <summary>Longest delay a GIF can store.</summary>
    public const int MaxDelay = 65535;

    private const int Followers = 3;

    /// <summary>A source in which this many pixels are equal for every one that is nearly so has no noise to hold back.</summary>
    private const int CleanRatio = 20;

    /// <summary>The same for a source that is flat: where it scrolls or turns, soft edges of its shapes differ little from each other.</summary>
    private const int FlatCleanRatio = 7;

    /// <summary>Share of the pixels that are like the one left of them in what is drawn and not filmed.</summary>
    private const double FlatShare = 0.6;

    private const int FlatRowStep = 4;

    private readonly PlanePool _pool = new(width, height);
    private readonly List<PixelPlane> _ring = new(Followers + 1);
    private readonly Queue<int> _delays = new(Followers + 1);
    private readonly ChangeMarker _marker = new(width, tuning);
    private readonly Redrawer _redrawer = new(width, tuning);
    private HeldFrame? _previous;
    private int _shownFor;

    /// <summary>Takes a frame over (the caller disposes it) and gives the one three before it, once there is one.</summary>
    public HeldFrame? Push(ReadOnlySpan<byte> rgba, int delay)
    {
        PixelPlane plane = _pool.Rent();
        plane.Load(MemoryMarshal.Cast<byte, uint>(rgba), hasAlpha, matte);
        _ring.Add(plane);
        _delays.Enqueue(delay);
        return _ring.Count > Followers ? Next() : null;
    }

    /// <summary>Gives the next of the frames that are left after the last one was pushed, or null.</summary>
    public HeldFrame? Drain()
    {
        if (_ring.Count > 0)
        {
            return Next();
        }

        _previous?.Dispose();
        _previous = null;
        return null;
    }

    private HeldFrame Next()
    {
        PixelPlane source = _ring[0];
        int delay = _delays.Dequeue();
        HeldFrame frame = new(_pool) { Delay = delay };
        frame.Bounds = _previous is null ? DrawAll(source, frame) : DrawChanges(source, frame, _previous);
        bool mustShow = _previous is null || _previous.ClearsAfter || _shownFor + delay > MaxDelay;
        PixelRectangle vanishing = hasAlpha && _ring.Count > 1 ? Vanishing(source, _ring[1]) : default;
        if (!vanishing.IsEmpty)
        {
            frame.ClearsAfter = true;
            frame.Bounds = frame.Bounds.Union(vanishing);
        }

        if (frame.Bounds.IsEmpty && mustShow)
        {
            frame.Bounds = new PixelRectangle(0, 0, 1, 1);
        }

        _ring.RemoveAt(0);
        _pool.Return(source);
        _shownFor = frame.Bounds.IsEmpty ? _shownFor + delay : delay;
        if (!frame.Bounds.IsEmpty)
        {
            _previous?.Dispose();
            _previous = frame.Retain();
        }

        return frame;
    }

    private PixelRectangle DrawAll(PixelPlane source, HeldFrame frame)
    {
        for (int y = 0; y < height; y++)
        {
            Span<uint> target = frame.Pixels.Row(y);
            ReadOnlySpan<uint> row = source.Row(y);
            for (int x = 0; x < width; x++)
            {
                target[x] = (row[x] & PixelKind.Void) != 0 ? PixelKind.Void : PixelKind.Draw | PixelKind.Strong;
            }
        }

        frame.IsFlat = IsFlat(source);
        bool isClean = _ring.Count < 2 || IsClean(source, _ring[1], frame.IsFlat);
        frame.KeepsNoise = !isClean && KeepsNoise(source);
        frame.IsExact = isClean || frame.KeepsNoise;
        _redrawer.Redraw(frame.Pixels, source, FollowingPlanes(), frame.IsExact);
        frame.Ahead = frame.IsExact && _ring.Count > 1 ? SampleAhead(source, FollowingPlanes()) : null;
        return new PixelRectangle(0, 0, width, height);
    }

    /// <summary>What the frames that follow show that this one does not, each in its turn along diagonals.</summary>
    private PixelPlane SampleAhead(PixelPlane source, ReadOnlySpan<PixelPlane> followers)
    {
        PixelPlane sample = _pool.Rent();
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<uint> now = source.Row(y);
            Span<uint> target = sample.Row(y);
            for (int x = 0; x < width; x++)
            {
                uint later = followers[(x + y) % followers.Length].Row(y)[x];
                target[x] = later != now[x] && (later & PixelKind.Void) == 0 ? later | PixelKind.Draw : PixelKind.Hold;
            }
        }

        return sample;
    }

    private PixelRectangle DrawChanges(PixelPlane source, HeldFrame frame, HeldFrame previous)
    {
        (int equal, int near) = _marker.Mark(source, previous.Pixels, previous.ClearsAfter ? previous.Bounds : default, frame.Pixels);
        frame.IsFlat = IsFlat(source);
        bool isClean = near * (frame.IsFlat ? FlatCleanRatio : CleanRatio) <= equal;
        frame.KeepsNoise = !isClean && KeepsNoise(source);
        frame.IsExact = isClean || frame.KeepsNoise;
        return _redrawer.Redraw(frame.Pixels, source, FollowingPlanes(), frame.IsExact);
    }

    private bool IsClean(PixelPlane source, PixelPlane next, bool isFlat)
    {
        using HeldFrame scratch = new(_pool);
        (int equal, int near) = _marker.Mark(next, source, default, scratch.Pixels);
        return near * (isFlat ? FlatCleanRatio : CleanRatio) <= equal;
    }

    private bool IsFlat(PixelPlane source)
    {
        long alike = 0, looked = 0;
        for (int y = 0; y < height; y += FlatRowStep)
        {
            ReadOnlySpan<uint> row = source.Row(y)[..width];
            ref uint first = ref MemoryMarshal.GetReference(row);
            int x = 1;
            for (; x <= row.Length - Vector256<uint>.Count; x += Vector256<uint>.Count)
            {
                Vector256<uint> equal = Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)x), Vector256.LoadUnsafe(ref first, (nuint)x - 1));
                alike += BitOperations.PopCount(equal.ExtractMostSignificantBits());
            }

            for (; x < row.Length; x++)
            {
                alike += row[x] == row[x - 1] ? 1 : 0;
            }

            looked += row.Length - 1;
        }

        return alike >= looked * FlatShare;
    }

    /// <summary>Noise is kept at the best quality, and where one table can render it at those next to it: holding or averaging would only take away.</summary>
    private bool KeepsNoise(PixelPlane source) => tuning.IsClosest || (tuning.IsNearLossless && ColorGamut.IsNarrow(source));

    private ReadOnlySpan<PixelPlane> FollowingPlanes() => CollectionsMarshal.AsSpan(_ring)[1..];

    private PixelRectangle Vanishing(PixelPlane source, PixelPlane next)
    {
        PixelRectangle bounds = default;
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<uint> now = source.Row(y), later = next.Row(y);
            for (int x = 0; x < width; x++)
            {
                if ((later[x] & ~now[x] & PixelKind.Void) != 0)
                {
                    bounds = bounds.Include(y, x, x);
                }
            }
        }

        return bounds;
    }
}
