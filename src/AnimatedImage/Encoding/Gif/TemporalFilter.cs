using System.Runtime.InteropServices;
using AnimatedImage.Frames;

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
/// <param name="buffers">Lends its arrays; null = it has its own.</param>
internal sealed class TemporalFilter(int width, int height, bool hasAlpha, GifTuning tuning, uint? matte = null, BufferLease? buffers = null)
{
    /// <summary>Longest delay a GIF can store.</summary>
    public const int MaxDelay = 65535;

    private const int Followers = 3;

    /// <summary>A source in which this many pixels are equal for every one that is nearly so has no noise to hold back.</summary>
    private const int CleanRatio = 20;

    /// <summary>The same for a source that is flat: where it scrolls or turns, soft edges of its shapes differ little from each other.</summary>
    private const int FlatCleanRatio = 7;

    /// <summary>Of film at least one changed pixel of so many differs as little as noise, and at least one of so many pixels is part of it.</summary>
    private const int FewestNear = 3, LeastFilm = 50;

    private readonly PlanePool _pool = new(width, height, buffers);
    private readonly List<PixelPlane> _ring = new(Followers + 1);
    private readonly Queue<int> _delays = new(Followers + 1);
    private readonly ChangeMarker _marker = new(width, tuning);
    private readonly Redrawer _redrawer = new(width, tuning);
    private readonly FadeStepper _fades = new(width, tuning);
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

        frame.IsFlat = Flatness.IsFlat(source);
        bool isClean = _ring.Count < 2 || IsCleanBefore(source, _ring[1], frame.IsFlat);
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
        frame.IsFlat = Flatness.IsFlat(source);
        ChangeTally changes = _marker.Mark(source, previous.Pixels, previous.ClearsAfter ? previous.Bounds : default, frame.IsFlat, frame.Pixels);
        bool isClean = IsClean(changes, frame.IsFlat) && !IsFilmed(changes, frame.Pixels, source);
        frame.KeepsNoise = !isClean && KeepsNoise(source);
        frame.IsExact = isClean || frame.KeepsNoise;
        if (isClean && frame.IsFlat)
        {
            _fades.Step(frame.Pixels, source, FollowingPlanes());
        }

        return _redrawer.Redraw(frame.Pixels, source, FollowingPlanes(), frame.IsExact);
    }

    private bool IsCleanBefore(PixelPlane source, PixelPlane next, bool isFlat)
    {
        using HeldFrame scratch = new(_pool);
        ChangeTally changes = _marker.Mark(next, source, default, isFlat, scratch.Pixels);
        return IsClean(changes, isFlat) && !IsFilmed(changes, scratch.Pixels, next);
    }

    /// <summary>True where what changes is film; looked for only where enough of it is near what it was, and where there is enough to tell.</summary>
    private bool IsFilmed(ChangeTally changes, PixelPlane marked, PixelPlane source)
    {
        int changed = (width * height) - changes.Equal;
        return changes.Near * FewestNear >= changed && changed * LeastFilm >= width * height && FilmedPart.Prevails(marked, source);
    }

    /// <summary>True where hardly anything differs as little as noise, or, in a flat picture that fades, hardly anything but plain places changes at all.</summary>
    private bool IsClean(ChangeTally changes, bool isFlat)
    {
        int smooth = changes.Equal + changes.Plain;
        return changes.Near * (isFlat ? FlatCleanRatio : CleanRatio) <= changes.Equal || (isFlat && ((width * height) - smooth) * FlatCleanRatio <= smooth);
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
