using System.Collections.Concurrent;
using AnimatedImage.Frames;

namespace AnimatedImage.Encoding.Gif;

/// <summary>Planes of one size, used again and again.</summary>
/// <param name="width">Width in pixels.</param>
/// <param name="height">Height in pixels.</param>
/// <param name="buffers">Lends its arrays; null = it has its own.</param>
internal sealed class PlanePool(int width, int height, BufferLease? buffers = null)
{
    private readonly ConcurrentBag<PixelPlane> _free = [];

    /// <summary>A plane with undefined pixels, its padding zero.</summary>
    public PixelPlane Rent() => _free.TryTake(out PixelPlane? plane) ? plane : new PixelPlane(width, height, buffers);

    /// <summary>Gives a plane back.</summary>
    public void Return(PixelPlane plane) => _free.Add(plane);
}
