namespace AnimatedImage.Frames;

/// <summary>
/// Buffers for frames of one size, used again and again: a conversion takes a handful whatever the clip's length, and the next one takes
/// them over (<see cref="BufferStock"/>).
/// </summary>
public sealed class FramePool
{
    private readonly BufferStock _stock = BufferStock.Shared;
    private int _inUse;

    /// <summary>Creates a pool of frames that hold one picture each.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="layout">How the frames keep their pixels.</param>
    public FramePool(int width, int height, PixelLayout layout = PixelLayout.Rgba)
        : this([new FramePart(width, height, layout, 0)])
    {
    }

    private FramePool(FramePart[] parts)
    {
        Parts = parts;
        FrameBytes = checked(parts[^1].Offset + parts[^1].Length);
    }

    /// <summary>Width in pixels; of frames with several parts, the first one's.</summary>
    public int Width => Parts[0].Width;

    /// <summary>Height in pixels; of frames with several parts, the first one's.</summary>
    public int Height => Parts[0].Height;

    /// <summary>How the frames keep their pixels; of frames with several parts, the first one.</summary>
    public PixelLayout Layout => Parts[0].Layout;

    /// <summary>Bytes of one frame.</summary>
    public int FrameBytes { get; }

    /// <summary>The pictures in each frame, one after another.</summary>
    internal IReadOnlyList<FramePart> Parts { get; }

    /// <summary>Frames that were not given back yet.</summary>
    internal int InUse => Volatile.Read(ref _inUse);

    /// <summary>Bytes that a picture takes.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="layout">How it keeps its pixels.</param>
    public static int BytesOf(int width, int height, PixelLayout layout) => layout switch
    {
        PixelLayout.Rgba => checked(width * height * 4),
        PixelLayout.Yuv420 => checked((width * height) + (2 * ((width + 1) / 2) * ((height + 1) / 2))),
        _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, null),
    };

    /// <summary>A frame with undefined pixels.</summary>
    public Frame Rent()
    {
        Interlocked.Increment(ref _inUse);
        return new Frame(this, _stock.RentAtLeast<byte>(FrameBytes));
    }

    /// <summary>A pool of frames that hold each picture in several forms.</summary>
    /// <param name="forms">At least one.</param>
    internal static FramePool Of(IReadOnlyList<PictureForm> forms)
    {
        int offset = 0;
        FramePart[] parts = new FramePart[forms.Count];
        for (int index = 0; index < parts.Length; index++)
        {
            parts[index] = new FramePart(forms[index].Picture.CanvasWidth, forms[index].Picture.CanvasHeight, forms[index].Layout, offset);
            offset = checked(offset + parts[index].Length);
        }

        return new FramePool(parts);
    }

    internal void Return(byte[] buffer)
    {
        Interlocked.Decrement(ref _inUse);
        _stock.Return(buffer);
    }
}
