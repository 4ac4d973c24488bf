using AnimatedImage.Frames;

namespace AnimatedImage.Encoding.Webp;

/// <summary>Makes the pictures of one animation on several cores, the same whatever their number.</summary>
internal interface IWebpPictures : IAsyncDisposable
{
    /// <summary>The chunks of the pictures that <see cref="CompleteAsync"/> gave; lives as long as this object.</summary>
    Stream Chunks { get; }

    /// <summary>Adds the next frame, which may or may not change anything; it stays the caller's too. Waits while there is enough to do.</summary>
    Task AddAsync(Frame frame);

    /// <summary>Waits for the last picture.</summary>
    /// <returns>The pictures in order; the first appears with frame 0.</returns>
    Task<IReadOnlyList<WebpPicture>> CompleteAsync();
}
