using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using AnimatedImage.Frames;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// Pixels of one frame in rows padded with zeros to a multiple of eight, so that vectors need no tail. A pixel is R, G, B and a
/// <see cref="PixelKind"/>.
/// </summary>
/// <param name="width">Width in pixels.</param>
/// <param name="height">Height in pixels.</param>
/// <param name="buffers">Lends its arrays; null = it has its own.</param>
internal sealed class PixelPlane(int width, int height, BufferLease? buffers = null)
{
    /// <summary>Pixels that one vector holds.</summary>
    public const int Step = 8;

    private const int OpaqueAlpha = 128;

    /// <summary>Alpha below which a pixel counts as wholly transparent where there is a matte: scaling and codecs leave such traces.</summary>
    private const int MattedAlpha = 8;

    private readonly uint[] _pixels = buffers.TakeAtLeast<uint>(StrideOf(width) * height);

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

    /// <summary>Takes over a frame of RGBA.</summary>
    /// <param name="rgba">The pixels, alpha not premultiplied.</param>
    /// <param name="hasAlpha">True when alpha below one half becomes <see cref="PixelKind.Void"/>.</param>
    /// <param name="matte">
    /// A colour (R, G, B bytes) that pixels of any alpha are blended with, all but those that are wholly transparent; null = none.
    /// </param>
    public void Load(ReadOnlySpan<uint> rgba, bool hasAlpha, uint? matte = null)
    {
        if (hasAlpha && matte is { } behind)
        {
            LoadMatted(rgba, behind);
            return;
        }

        for (int y = 0; y < Height; y++)
        {
            Span<uint> row = Row(y)[..Width];
            ReadOnlySpan<uint> source = rgba.Slice(y * Width, Width);
            ref uint first = ref MemoryMarshal.GetReference(source), target = ref MemoryMarshal.GetReference(row);
            int x = 0;
            for (; x <= row.Length - Step && !hasAlpha; x += Step)
            {
                (Vector256.LoadUnsafe(ref first, (nuint)x) & Vector256.Create(PixelKind.ColorMask)).StoreUnsafe(ref target, (nuint)x);
            }

            for (; x < row.Length; x++)
            {
                row[x] = hasAlpha && source[x] >> 24 < OpaqueAlpha ? PixelKind.Void : source[x] & PixelKind.ColorMask;
            }
        }
    }

    private void LoadMatted(ReadOnlySpan<uint> rgba, uint matte)
    {
        for (int y = 0; y < Height; y++)
        {
            Span<uint> row = Row(y)[..Width];
            ReadOnlySpan<uint> source = rgba.Slice(y * Width, Width);
            for (int x = 0; x < row.Length; x++)
            {
                uint alpha = source[x] >> 24;
                row[x] = alpha < MattedAlpha ? PixelKind.Void : Blend(source[x], matte, alpha, 0) | Blend(source[x], matte, alpha, 8) | Blend(source[x], matte, alpha, 16);
            }
        }
    }

    /// <summary>One channel over another, as browsers do: on the stored values, rounded.</summary>
    private static uint Blend(uint over, uint under, uint alpha, int channel) =>
        (((((over >> channel) & 0xFF) * alpha) + (((under >> channel) & 0xFF) * (255 - alpha)) + 127) / 255) << channel;
}
