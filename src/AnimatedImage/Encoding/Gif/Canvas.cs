using AnimatedImage.Frames;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// What a player shows, pixel by pixel, as <see cref="Ycc"/>. Shared by the frames that are encoded at once: a frame reads and writes
/// a row only after the frame before it is done with it.
/// </summary>
/// <param name="width">Width in pixels.</param>
/// <param name="height">Height in pixels.</param>
/// <param name="buffers">Lends its arrays; null = it has its own.</param>
internal sealed class Canvas(int width, int height, BufferLease? buffers = null)
{
    /// <summary>Nothing is shown here: farther from every colour than any two colours are.</summary>
    public const ulong Nothing = 0x3FFF;

    private readonly ulong[] _pixels = Fill(buffers.TakeAtLeast<ulong>(width * height), width * height);

    /// <summary>A part of one row.</summary>
    public Span<ulong> Row(int y, int left, int length) => _pixels.AsSpan((y * width) + left, length);

    private static ulong[] Fill(ulong[] pixels, int count)
    {
        pixels.AsSpan(0, count).Fill(Nothing);
        return pixels;
    }
}
