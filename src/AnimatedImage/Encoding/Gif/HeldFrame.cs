namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// What the canvas should show during one frame once noise is held back: every pixel is Hold, Draw or Void.
/// Counted like <see cref="Frames.Frame"/>: the filter compares the next frame with it while it is being encoded.
/// </summary>
/// <param name="pool">Where its pixels come from and go back to.</param>
internal sealed class HeldFrame(PlanePool pool) : IDisposable
{
    private int _references = 1;

    /// <summary>Colours and kinds.</summary>
    public PixelPlane Pixels { get; } = pool.Rent();

    /// <summary>
    /// With the first frame of a source without noise, or where noise is kept: a sample of what the frames after it draw, marked as drawn,
    /// for a table that serves these as well. Null elsewhere.
    /// </summary>
    public PixelPlane? Ahead { get; set; }

    /// <summary>The part to write; empty when the frame before it may simply be shown longer.</summary>
    public PixelRectangle Bounds { get; set; }

    /// <summary>True when <see cref="Bounds"/> is to be cleared before the next frame, because pixels that are opaque now vanish.</summary>
    public bool ClearsAfter { get; set; }

    /// <summary>True when there is no noise to hold back: what differs at all is drawn, as it is.</summary>
    public bool IsExact { get; set; }

    /// <summary>True when there is noise that is drawn nevertheless.</summary>
    public bool KeepsNoise { get; set; }

    /// <summary>True for graphics without noise.</summary>
    public bool IsClean => IsExact && !KeepsNoise;

    /// <summary>True when most pixels equal their neighbour, as in what is drawn and not filmed.</summary>
    public bool IsFlat { get; set; }

    /// <summary>True when nothing changed and only what is shown gets better.</summary>
    public bool IsStill { get; set; }

    /// <summary>Centiseconds it is shown.</summary>
    public int Delay { get; set; }

    /// <summary>Asks to keep the frame; pair it with one more <see cref="Dispose"/>.</summary>
    public HeldFrame Retain()
    {
        Interlocked.Increment(ref _references);
        return this;
    }

    /// <summary>Gives the frame back.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            pool.Return(Pixels);
            if (Ahead is { } ahead)
            {
                pool.Return(ahead);
            }
        }
    }
}
