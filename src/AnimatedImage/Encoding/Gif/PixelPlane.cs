using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// Pixels of one frame in rows padded with zeros to a multiple of eight, so that vectors need no tail. A pixel is R, G, B and a
/// <see cref="PixelKind"/>.
/// </summary>
/// <param name="width">Width in pixels.</param>
/// <param name="height">Height in pixels.</param>
internal sealed class PixelPlane(int width, int height)
{
    /// <summary>Pixels that one vector holds.</summary>
    public const int Step = 8;

    private const int OpaqueAlpha = 128;
    private readonly uint[] _pixels = new uint[StrideOf(width) * height];

    /// <summary>Width in pixels.</summary>
    public int Width { get; } = width;

    /// <summary>Height in pixels.</summary>
    public int Height { get; } = height;

    /// <summary>Pixels from one row to the next.</summary>
    public int Stride { get; } = StrideOf(width);

    /// <summary>Pixels of a padded row.</summary>
    public static int StrideOf(int width) => (width + Step - 1) / Step * Step;

    /// <summary>One row with its padding.</summary>
    public Span<uint> Row(int y) => _pixels.AsSpan(y * Stride, Stride);

    /// <summary>Takes over a frame of RGBA; alpha below one half becomes <see cref="PixelKind.Void"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load(ReadOnlySpan<uint> rgba, bool hasAlpha)
    {
        for (int y = 0; y < Height; y++)
        {
            Span<uint> row = Row(y)[..Width];
            ReadOnlySpan<uint> source = rgba.Slice(y * Width, Width);
            int x = 0;
            for (; x <= row.Length - Step && !hasAlpha; x += Step)
            {
                (Vector256.Create(source.Slice(x, Step)) & Vector256.Create(PixelKind.ColorMask)).CopyTo(row[x..]);
            }

            for (; x < row.Length; x++)
            {
                row[x] = hasAlpha && source[x] >> 24 < OpaqueAlpha ? PixelKind.Void : source[x] & PixelKind.ColorMask;
            }
        }
    }
}
