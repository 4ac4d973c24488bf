using System.Collections.Concurrent;

namespace AnimatedImage.Frames;

/// <summary>Buffers for frames of one size, used again and again: a conversion allocates a handful whatever the clip's length.</summary>
/// <param name="width">Width in pixels.</param>
/// <param name="height">Height in pixels.</param>
/// <param name="layout">How the frames keep their pixels.</param>
public sealed class FramePool(int width, int height, PixelLayout layout = PixelLayout.Rgba)
{
    private readonly ConcurrentBag<byte[]> _free = [];
    private int _inUse;

    /// <summary>Width in pixels.</summary>
    public int Width { get; } = width;

    /// <summary>Height in pixels.</summary>
    public int Height { get; } = height;

    /// <summary>How the frames keep their pixels.</summary>
    public PixelLayout Layout { get; } = layout;

    /// <summary>Bytes of one frame.</summary>
    public int FrameBytes { get; } = BytesOf(width, height, layout);

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
        return new Frame(this, _free.TryTake(out byte[]? buffer) ? buffer : GC.AllocateUninitializedArray<byte>(FrameBytes));
    }

    internal void Return(byte[] buffer)
    {
        Interlocked.Decrement(ref _inUse);
        _free.Add(buffer);
    }
}
