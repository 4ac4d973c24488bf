namespace AnimatedImage.Frames.Timeline;

/// <summary>Mixes two pictures.</summary>
internal static class FrameMix
{
    private const int One = 1 << 8;

    /// <summary>from × (1 − share) + to × share.</summary>
    /// <param name="from">A frame.</param>
    /// <param name="to">Another one of its size and layout.</param>
    /// <param name="share">Share of <paramref name="to"/>, 0–1; kept to 1/256.</param>
    /// <param name="result">A third one, which is filled.</param>
    public static void Blend(Frame from, Frame to, double share, Frame result)
    {
        if (from.Layout == PixelLayout.Rgba)
        {
            Blend(from.Pixels.Span, to.Pixels.Span, share, result.Pixels.Span);
        }
        else
        {
            BlendOpaque(from.Pixels.Span, to.Pixels.Span, share, result.Pixels.Span);
        }
    }

    /// <summary>from × (1 − share) + to × share, colours weighted by their alpha so that what is invisible does not shine through.</summary>
    /// <param name="from">RGBA, straight alpha.</param>
    /// <param name="to">RGBA, straight alpha.</param>
    /// <param name="share">Share of <paramref name="to"/>, 0–1; kept to 1/256.</param>
    /// <param name="result">RGBA, straight alpha.</param>
    public static void Blend(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, double share, Span<byte> result)
    {
        int toWeight = (int)Math.Round(share * One);
        int fromWeight = One - toWeight;
        for (int i = 0; i + 3 < result.Length; i += 4)
        {
            int fromAlpha = from[i + 3] * fromWeight;
            int toAlpha = to[i + 3] * toWeight;
            int alpha = fromAlpha + toAlpha;
            for (int channel = i; channel < i + 3; channel++)
            {
                result[channel] = alpha == 0 ? (byte)0 : (byte)(((from[channel] * fromAlpha) + (to[channel] * toAlpha) + (alpha / 2)) / alpha);
            }

            result[i + 3] = (byte)((alpha + (One / 2)) / One);
        }
    }

    private static void BlendOpaque(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, double share, Span<byte> result)
    {
        int toWeight = (int)Math.Round(share * One);
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = (byte)(((from[i] * (One - toWeight)) + (to[i] * toWeight) + (One / 2)) / One);
        }
    }
}
