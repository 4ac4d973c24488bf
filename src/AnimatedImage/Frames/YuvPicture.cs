namespace AnimatedImage.Frames;

/// <summary>Opaque RGB → YUV 4:2:0, by the matrix of ITU-R BT.601 in limited range; a chroma sample is the mean of its four pixels.</summary>
internal static class YuvPicture
{
    private const int Shift = 16;
    private const int Half = 1 << (Shift - 1);

    // 219 × (0.299, 0.587, 0.114) / 255 and 224 × the colour differences / 255, times 2¹⁶.
    private static ReadOnlySpan<int> Y => [16829, 33039, 6416];

    private static ReadOnlySpan<int> U => [-9714, -19071, 28785];

    private static ReadOnlySpan<int> V => [28785, -24104, -4681];

    /// <summary>Converts.</summary>
    /// <param name="from">RGBA; alpha is not looked at.</param>
    /// <param name="to">YUV 4:2:0 of the same size.</param>
    public static void FromRgba(Frame from, Frame to)
    {
        (int width, int height) = (from.Width, from.Height);
        ReadOnlySpan<byte> pixels = from.Pixels.Span;
        Span<byte> luma = to.Pixels.Span[..(width * height)];
        for (int i = 0; i < luma.Length; i++)
        {
            int pixel = 4 * i;
            luma[i] = (byte)(16 + (((pixels[pixel] * Y[0]) + (pixels[pixel + 1] * Y[1]) + (pixels[pixel + 2] * Y[2]) + Half) >> Shift));
        }

        (int halfWidth, int halfHeight) = ((width + 1) / 2, (height + 1) / 2);
        Span<byte> u = to.Pixels.Span.Slice(luma.Length, halfWidth * halfHeight);
        Span<byte> v = to.Pixels.Span.Slice(luma.Length + u.Length, u.Length);
        for (int i = 0; i < u.Length; i++)
        {
            // At an odd edge the last pixel counts twice.
            (int left, int top) = (2 * (i % halfWidth), 2 * (i / halfWidth));
            (int right, int bottom) = (Math.Min(left + 1, width - 1), Math.Min(top + 1, height - 1));
            ReadOnlySpan<int> four = [4 * ((top * width) + left), 4 * ((top * width) + right), 4 * ((bottom * width) + left), 4 * ((bottom * width) + right)];
            (int red, int green, int blue) = (0, 0, 0);
            foreach (int pixel in four)
            {
                (red, green, blue) = (red + pixels[pixel], green + pixels[pixel + 1], blue + pixels[pixel + 2]);
            }

            u[i] = Chroma(U, red, green, blue);
            v[i] = Chroma(V, red, green, blue);
        }
    }

    private static byte Chroma(ReadOnlySpan<int> weights, int red, int green, int blue) =>
        (byte)(128 + (((red * weights[0]) + (green * weights[1]) + (blue * weights[2]) + (4 * Half)) >> (Shift + 2)));
}
