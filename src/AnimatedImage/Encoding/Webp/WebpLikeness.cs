using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using AnimatedImage.Planning;

namespace AnimatedImage.Encoding.Webp;

/// <summary>
/// Whether libwebp's animation encoder would take two frames for the same picture and store none for the second (<c>PixelsAreSimilar</c>
/// in its <c>anim_encode.c</c>): that decides which frame the next one is compared with, and so has to be known where runs begin.
/// </summary>
internal readonly struct WebpLikeness
{
    private const int Opaque = 255;
    private readonly int _tolerance;

    private WebpLikeness(int tolerance) => _tolerance = tolerance;

    /// <summary>What the settings allow: nothing when lossless, else up to 31 of 255 steps at quality 0 and one at 100.</summary>
    public static WebpLikeness Of(EncoderSettings settings) => new(settings.Lossless ? 0 : ToleranceOf(settings.Quality));

    /// <summary>By how much of 255 each of R, G and B may differ at a quality of 0–100.</summary>
    public static int ToleranceOf(int quality)
    {
        double strictness = Math.Sqrt(quality / 100.0);
        return (int)((31 * (1 - strictness)) + strictness + 0.5);
    }

    /// <summary>Compares two frames of one size, RGBA with straight alpha.</summary>
    public bool AreAlike(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        int size = Vector128<byte>.Count;
        Vector128<byte> allowed = Vector128.Create((uint)(_tolerance * 0x010101)).AsByte();
        if (!BitConverter.IsLittleEndian)
        {
            return AreAlikeByPixel(one, other);
        }

        int at = 0;
        for (; at <= one.Length - size; at += size)
        {
            Vector128<byte> a = Vector128.Create(one.Slice(at, size));
            Vector128<byte> b = Vector128.Create(other.Slice(at, size));
            Vector128<byte> difference = Vector128.Max(a, b) - Vector128.Min(a, b);
            if (Vector128.GreaterThanAny(difference, allowed) && !AreAlikeByPixel(one.Slice(at, size), other.Slice(at, size)))
            {
                return false;
            }
        }

        return AreAlikeByPixel(one[at..], other[at..]);
    }

    // What is more transparent may differ by more, and the colour of what cannot be seen does not count; unless every bit does.
    private bool AreAlikeByPixel(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        if (_tolerance == 0)
        {
            return MemoryMarshal.Cast<byte, uint>(one).SequenceEqual(MemoryMarshal.Cast<byte, uint>(other));
        }

        for (int at = 0; at < one.Length; at += 4)
        {
            int alpha = one[at + 3];
            if (alpha != other[at + 3]
                || Math.Abs(one[at] - other[at]) * alpha > _tolerance * Opaque
                || Math.Abs(one[at + 1] - other[at + 1]) * alpha > _tolerance * Opaque
                || Math.Abs(one[at + 2] - other[at + 2]) * alpha > _tolerance * Opaque)
            {
                return false;
            }
        }

        return true;
    }
}
