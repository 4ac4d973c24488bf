using AnimatedImage.Encoding.Gif;

namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>Both ways of a clean frame's tried rows, encoded to the end by the plain encoder.</summary>
internal static class PlainCoverTrial
{
    public static bool IsSmaller(uint[] pixels, int width, Palette palette, LossLimits limits) =>
        SizeOf(pixels, width, palette, limits, covers: true) < SizeOf(pixels, width, palette, limits, covers: false);

    /// <summary>All rows of a part of at most 32; of a larger one those from 16 to 31, from 80 to 95 and so on.</summary>
    private static int SizeOf(uint[] pixels, int width, Palette palette, LossLimits limits, bool covers)
    {
        int height = pixels.Length / width;
        int[] rows = [.. Enumerable.Range(0, height).Where(y => height <= 32 || y % 64 is >= 16 and < 32)];
        Canvas canvas = new(width, Math.Max(1, rows.Length));
        List<uint> tried = [];
        foreach (int y in rows)
        {
            for (int x = 0; x < width; x++)
            {
                uint pixel = pixels[(y * width) + x];
                ulong place = Ycc.From(pixel);
                int nearest = Enumerable.Range(0, palette.Count).MinBy(index => Ycc.Distance(palette.Pixels[index], place));
                bool isHeld = (pixel & PixelKind.Draw) == 0, isDrawn = !isHeld || (covers && palette.Colors[nearest] == pixel);
                canvas.Row(tried.Count / width, x, 1)[0] = isDrawn ? Canvas.Nothing : place;
                tried.Add(isDrawn ? pixel | PixelKind.Draw : pixel);
            }
        }

        return PlainLzw.Encode(new PlainRowEncoder(palette, limits).Encode([.. tried], width, canvas), Math.Max(2, palette.Bits)).Length;
    }
}
