using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// The colour space in which the encoder measures differences: brightness and two chroma axes as four 16-bit lanes of one
/// <see cref="ulong"/> (luma, blue difference, red difference, nothing). Luma counts quarter levels, 0–1020, and is as bright as the grey
/// of that level: the channels add up as light, with the weights of BT.709, so that a dark channel beside a bright one counts as little as
/// it is seen. A channel's light is v (v + 128): between sRGB's 2.2 and a straight line, steep enough in the dark that no two colours share
/// a place. The differences are those of B and R from that grey: −243–212 and −331–243. Plain Euclidean distance weighs errors as they
/// are seen: brightness most, blue least.
/// </summary>
internal static class Ycc
{
    /// <summary>Units of the luma axis per 8-bit level.</summary>
    public const int UnitsPerLevel = 4;

    /// <summary>Largest luma.</summary>
    public const int MaxLuma = 255 * UnitsPerLevel;

    /// <summary>Bounds of both chroma axes, in whole cells of <see cref="PaletteSearch"/>.</summary>
    public const int MinChroma = -352, MaxChroma = 255;

    /// <summary>Units of the chroma axes per 8-bit level of blue less luma and of red less luma.</summary>
    private const float BlueScale = 1, RedScale = 1.5f;

    /// <summary>What each channel's light counts, in 256ths (BT.709).</summary>
    private const int RedLight = 54, GreenLight = 183, BlueLight = 19;

    /// <summary>Light of a channel v is v (v + twice this), which makes the grey of a light t be √(t + its square) less this.</summary>
    private const int Toe = 64;

    // Light in 256ths, with the toe's square added, to quarter levels of luma and the toe.
    private const int ToeLight = 256 * Toe * Toe;
    private const float ToLuma = 16f / 256;
    private const float LessToe = (Toe * UnitsPerLevel) - 0.5f;

    /// <summary>One pixel; the highest byte of <paramref name="rgba"/> is ignored.</summary>
    public static ulong From(uint rgba)
    {
        int r = (int)(rgba & 0xFF), g = (int)((rgba >> 8) & 0xFF), b = (int)((rgba >> 16) & 0xFF);
        int light = (r * (r + (2 * Toe)) * RedLight) + (g * (g + (2 * Toe)) * GreenLight) + (b * (b + (2 * Toe)) * BlueLight) + ToeLight;
        int luma = (int)(MathF.Sqrt(light * ToLuma) - LessToe);
        return Pack(luma, ((4 * b) - luma + 2) >> 2, ((3 * ((4 * r) - luma)) + 4) >> 3);
    }

    /// <summary>A colour between whole levels, 0–255 a channel: its luma, blue difference and red difference.</summary>
    public static (float Luma, float Blue, float Red) From(double r, double g, double b)
    {
        double luma = GreyOf(((RedLight * LightOf(r)) + (GreenLight * LightOf(g)) + (BlueLight * LightOf(b))) / 256);
        return ((float)(UnitsPerLevel * luma), (float)((b - luma) * BlueScale), (float)((r - luma) * RedScale));
    }

    /// <summary>The 8-bit colour nearest to a place in this space, as R, G, B bytes.</summary>
    public static uint ToRgb(float luma, float blue, float red)
    {
        double grey = luma / UnitsPerLevel, r = Math.Clamp(grey + (red / RedScale), 0, 255), b = Math.Clamp(grey + (blue / BlueScale), 0, 255);
        double g = GreyOf(((256 * LightOf(grey)) - (RedLight * LightOf(r)) - (BlueLight * LightOf(b))) / GreenLight);
        return ToByte(r) | (ToByte(g) << 8) | (ToByte(b) << 16);
    }

    /// <summary>A row of pixels.</summary>
    public static void From(ReadOnlySpan<uint> rgba, Span<ulong> target)
    {
        int x = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<int> byteMask = Vector256.Create(0xFF), toe = Vector256.Create(2 * Toe), toeLight = Vector256.Create(ToeLight), low = Vector256.Create(0xFFFF);
            ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, rgba.Length);
            ref uint source = ref MemoryMarshal.GetReference(rgba);
            ref ulong first = ref MemoryMarshal.GetReference(target);
            for (; x <= rgba.Length - 8; x += 8)
            {
                Vector256<int> pixels = Vector256.LoadUnsafe(ref source, (nuint)x).AsInt32();
                Vector256<int> r = pixels & byteMask, g = (pixels >>> 8) & byteMask, b = (pixels >>> 16) & byteMask;
                Vector256<int> light = (r * (r + toe) * RedLight) + (g * (g + toe) * GreenLight) + (b * (b + toe) * BlueLight) + toeLight;
                Vector256<int> luma = Vector256.ConvertToInt32Native(Vector256.Sqrt(Vector256.ConvertToSingle(light) * ToLuma) - Vector256.Create(LessToe));
                Vector256<int> above = (r << 2) - luma;
                Vector256<int> blue = ((b << 2) - luma + Vector256.Create(2)) >> 2;
                Vector256<int> red = ((above + (above << 1) + Vector256.Create(4)) >> 3) & low;
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

    private static double LightOf(double level) => level * (level + (2 * Toe));

    private static double GreyOf(double light) => Math.Sqrt(Math.Max(0, light + (Toe * Toe))) - Toe;

    private static uint ToByte(double value) => (uint)Math.Clamp((int)Math.Round(value), 0, 255);
}
