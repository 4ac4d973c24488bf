using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// The colour space in which the encoder measures differences: luma and two chroma axes after BT.601 as four 16-bit lanes of one
/// <see cref="ulong"/> (luma, blue difference, red difference, nothing). Luma counts quarter levels, 0–1020; the blue difference spans
/// −230–230, the red −307–307, so that plain Euclidean distance weighs errors as they are seen: brightness most, blue least. More weight
/// on red makes butteraugli smaller and ssimulacra larger; these weights are where both are small.
/// </summary>
internal static class Ycc
{
    /// <summary>Units of the luma axis per 8-bit level.</summary>
    public const int UnitsPerLevel = 4;

    /// <summary>Largest luma.</summary>
    public const int MaxLuma = 255 * UnitsPerLevel;

    /// <summary>Bounds of both chroma axes, in whole cells of <see cref="PaletteSearch"/>.</summary>
    public const int MinChroma = -320, MaxChroma = 319;

    /// <summary>Units of the chroma axes per 8-bit level of blue less luma and of red less luma.</summary>
    public const double BlueScale = 230.0 / 226, RedScale = 307.0 / 179;

    /// <summary>One pixel; the highest byte of <paramref name="rgba"/> is ignored.</summary>
    public static ulong From(uint rgba)
    {
        int r = (int)(rgba & 0xFF), g = (int)((rgba >> 8) & 0xFF), b = (int)((rgba >> 16) & 0xFF);
        int luma = ((306 * r) + (601 * g) + (117 * b) + 128) >> 8;
        int blue = ((-77 * r) - (153 * g) + (230 * b) + 128) >> 8;
        int red = ((307 * r) - (257 * g) - (50 * b) + 128) >> 8;
        return Pack(luma, blue, red);
    }

    /// <summary>The 8-bit colour nearest to a place in this space, as R, G, B bytes.</summary>
    public static uint ToRgb(float luma, float blue, float red)
    {
        luma /= UnitsPerLevel;
        float r = luma + (red * (float)(1 / RedScale)), b = luma + (blue * (float)(1 / BlueScale));
        float g = (luma - (0.299f * r) - (0.114f * b)) / 0.587f;
        return ToByte(r) | (ToByte(g) << 8) | (ToByte(b) << 16);
    }

    /// <summary>A row of pixels.</summary>
    public static void From(ReadOnlySpan<uint> rgba, Span<ulong> target)
    {
        int x = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<int> byteMask = Vector256.Create(0xFF), half = Vector256.Create(128), low = Vector256.Create(0xFFFF);
            ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, rgba.Length);
            ref uint source = ref MemoryMarshal.GetReference(rgba);
            ref ulong first = ref MemoryMarshal.GetReference(target);
            for (; x <= rgba.Length - 8; x += 8)
            {
                Vector256<int> pixels = Vector256.LoadUnsafe(ref source, (nuint)x).AsInt32();
                Vector256<int> r = pixels & byteMask, g = (pixels >>> 8) & byteMask, b = (pixels >>> 16) & byteMask;
                Vector256<int> luma = ((r * 306) + (g * 601) + (b * 117) + half) >> 8;
                Vector256<int> blue = ((b * 230) - (r * 77) - (g * 153) + half) >> 8;
                Vector256<int> red = (((r * 307) - (g * 257) - (b * 50) + half) >> 8) & low;
                Vector256<uint> pair = ((luma & low) | (blue << 16)).AsUInt32(), third = red.AsUInt32();
                (Vector256.WidenLower(pair) | (Vector256.WidenLower(third) << 32)).StoreUnsafe(ref first, (nuint)x);
                (Vector256.WidenUpper(pair) | (Vector256.WidenUpper(third) << 32)).StoreUnsafe(ref first, (nuint)x + 4);
            }
        }

        for (; x < rgba.Length; x++)
        {
            target[x] = From(rgba[x]);
        }
    }

    /// <summary>Four lanes of one pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Pack(int luma, int blue, int red) => (ushort)luma | ((ulong)(ushort)blue << 16) | ((ulong)(ushort)red << 32);

    /// <summary>Luma, 0–<see cref="MaxLuma"/>.</summary>
    public static int Luma(ulong pixel) => (short)pixel;

    /// <summary>Blue difference.</summary>
    public static int Blue(ulong pixel) => (short)(pixel >> 16);

    /// <summary>Red difference.</summary>
    public static int Red(ulong pixel) => (short)(pixel >> 32);

    /// <summary>Squared distance; the highest lane must be equal in both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Distance(ulong a, ulong b) => Distance(Vector128.CreateScalarUnsafe(a).AsInt16(), Vector128.CreateScalarUnsafe(b).AsInt16());

    /// <summary>Squared distance of what the lower four lanes hold; the highest of them must be equal in both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Distance(Vector128<short> a, Vector128<short> b)
    {
        Vector128<short> difference = a - b;
        if (Sse2.IsSupported)
        {
            Vector128<int> squares = Sse2.MultiplyAddAdjacent(difference, difference);
            return (squares + Sse2.Shuffle(squares, 0b01_01_01_01)).ToScalar();
        }

        int luma = difference[0], blue = difference[1], red = difference[2];
        return (luma * luma) + (blue * blue) + (red * red);
    }

    private static uint ToByte(float value) => (uint)Math.Clamp((int)MathF.Round(value), 0, 255);
}
