using System.Collections.Concurrent;

namespace AnimatedImage.Frames;

/// <summary>Buffers for frames of one size, used again and again: a conversion allocates a handful whatever the clip's length.</summary>
/// <param name="width">Width in pixels.</param>
/// <param name="height">Height in pixels.</param>
public sealed class FramePool(int width, int height)
{
    private readonly ConcurrentBag<byte[]> _free = [];
    private int _inUse;

    /// <summary>Width in pixels.</summary>
    public int Width { get; } = width;

    /// <summary>Height in pixels.</summary>
    public int Height { get; } = height;

    /// <summary>Bytes of one frame.</summary>
    public int FrameBytes { get; } = checked(width * height * 4);

    /// <summary>Frames that were not given back yet.</summary>
    internal int InUse => Volatile.Read(ref _inUse);

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
