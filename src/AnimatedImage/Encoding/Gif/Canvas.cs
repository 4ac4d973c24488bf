namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// What a player shows, pixel by pixel, as <see cref="Ycc"/>. Shared by the frames that are encoded at once: a frame reads and writes
/// a row only after the frame before it is done with it.
/// </summary>
/// <param name="width">Width in pixels.</param>
/// <param name="height">Height in pixels.</param>
internal sealed class Canvas(int width, int height)
{
    /// <summary>Nothing is shown here: farther from every colour than any two colours are.</summary>
    public const ulong Nothing = 0x3FFF;

    private readonly ulong[] _pixels = Fill(new ulong[width * height]);

    /// <summary>A part of one row.</summary>
    public Span<ulong> Row(int y, int left, int length) => _pixels.AsSpan((y * width) + left, length);

    private static ulong[] Fill(ulong[] pixels)
    {
        foreach (ref ulong pixel in pixels.AsSpan())
        {
            pixel = Nothing;
        }

        return pixels;
    }
}
