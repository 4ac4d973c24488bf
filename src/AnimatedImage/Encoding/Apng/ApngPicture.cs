using System.IO.Compression;
using AnimatedImage.Frames;
using AnimatedImage.Inspection;

namespace AnimatedImage.Encoding.Apng;

/// <summary>A compressed picture: what changed against the frame before.</summary>
/// <param name="Area">Where it belongs.</param>
/// <param name="Blend">Over where pixels that did not change are left transparent, source where it replaces its area.</param>
/// <param name="Data">A zlib stream of filtered rows, the picture's own.</param>
internal sealed record ApngPicture(ApngArea Area, FrameBlend Blend, PooledBytes Data) : IDisposable
{
    private const byte Opaque = 255;

    // zlib's own default; above it, files of films shrink by less than a hundredth for twice the time.
    private static readonly ZLibCompressionOptions s_compression = new() { CompressionLevel = 6, CompressionStrategy = ZLibCompressionStrategy.Filtered };

    /// <summary>Encodes a frame.</summary>
    /// <param name="before">The frame before; null for the first, which covers the canvas.</param>
    /// <param name="frame">The frame; it differs from the one before.</param>
    /// <param name="hasAlpha">True stores four channels, false three.</param>
    public static ApngPicture Encode(Frame? before, Frame frame, bool hasAlpha)
    {
        ApngArea area = before is null ? ApngArea.All(frame) : ApngArea.OfChange(before, frame);
        ApngPicture whole = new(area, FrameBlend.Source, Compress(frame, null, area, hasAlpha));
        if (before is null || !hasAlpha || !MayShowThrough(before, frame, area))
        {
            return whole;
        }

        ApngPicture change = new(area, FrameBlend.Over, Compress(frame, before, area, hasAlpha));
        bool isSmaller = change.Data.Length < whole.Data.Length;
        (isSmaller ? whole : change).Dispose();
        return isSmaller ? change : whole;
    }

    /// <inheritdoc/>
    public void Dispose() => Data.Dispose();

    /// <summary>True when every pixel that changes hides what was there, so that those that do not change can be left out.</summary>
    private static bool MayShowThrough(Frame before, Frame frame, ApngArea area)
    {
        bool leavesOut = false;
        for (int y = area.Y; y < area.Y + area.Height; y++)
        {
            ReadOnlySpan<uint> old = ApngArea.Row(before, y), now = ApngArea.Row(frame, y);
            for (int x = area.X; x < area.X + area.Width; x++)
            {
                bool isSame = old[x] == now[x];
                leavesOut |= isSame;
                if (!isSame && frame.Pixels.Span[(((y * frame.Width) + x) * 4) + 3] != Opaque)
                {
                    return false;
                }
            }
        }

        return leavesOut;
    }

    private static PooledBytes Compress(Frame frame, Frame? hidden, ApngArea area, bool hasAlpha)
    {
        int pixel = hasAlpha ? 4 : 3;
        int length = area.Width * pixel;
        byte[] row = new byte[length], above = new byte[length], filtered = new byte[length + 1];
        PngRowFilter filter = new(length, pixel);
        PooledBytes data = new();
        using (ZLibStream compressor = new(data, s_compression, leaveOpen: true))
        {
            for (int y = area.Y; y < area.Y + area.Height; y++)
            {
                CopyRow(frame, hidden, area, y, row, pixel);
                filter.Write(row, above, filtered);
                compressor.Write(filtered);
                (row, above) = (above, row);
            }
        }

        return data;
    }

    private static void CopyRow(Frame frame, Frame? hidden, ApngArea area, int y, Span<byte> row, int pixel)
    {
        int start = ((y * frame.Width) + area.X) * 4;
        ReadOnlySpan<byte> source = frame.Pixels.Span.Slice(start, area.Width * 4);
        ReadOnlySpan<byte> old = hidden is null ? default : hidden.Pixels.Span.Slice(start, area.Width * 4);
        for (int x = 0; x < area.Width; x++)
        {
            Span<byte> target = row.Slice(x * pixel, pixel);
            if (hidden is not null && source.Slice(x * 4, 4).SequenceEqual(old.Slice(x * 4, 4)))
            {
                target.Clear();
            }
            else
            {
                source.Slice(x * 4, pixel).CopyTo(target);
            }
        }
    }
}
