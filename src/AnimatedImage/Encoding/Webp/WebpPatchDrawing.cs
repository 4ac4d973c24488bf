using System.Buffers.Binary;
using AnimatedImage.Frames;
using AnimatedImage.Inspection.Webp;

namespace AnimatedImage.Encoding.Webp;

/// <summary>Encodes patches; safe to use from many threads.</summary>
/// <param name="library">The library.</param>
/// <param name="config">What it is told.</param>
/// <param name="pool">Frames as large as those that are encoded.</param>
internal sealed class WebpPatchDrawing(LibWebp library, LibWebp.Config config, FramePool pool)
{
    private const int Block = WebpPatch.Block;
    private const int RiffHeaderLength = 12;

    /// <summary>Encodes a patch.</summary>
    /// <param name="frame">The whole frame.</param>
    /// <param name="patch">The part of it.</param>
    /// <returns>The VP8 chunk without padding.</returns>
    public ReadOnlyMemory<byte> Encode(Frame frame, WebpPatch patch)
    {
        YuvPlanes planes = new(frame.Pixels.Span, frame.Width, frame.Height);
        byte[] file = patch.Drawn is null
            ? library.Encode(planes, patch.X, patch.Y, patch.Width, patch.Height, config)
            : EncodeVeiled(planes, patch);
        int length = WebpChunk.HeaderLength + BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(RiffHeaderLength + 4));
        return file.AsMemory(RiffHeaderLength, length);
    }

    private byte[] EncodeVeiled(YuvPlanes planes, WebpPatch patch)
    {
        using Frame scratch = pool.Rent();
        YuvPlanes copy = new(scratch.Pixels.Span, patch.Width, patch.Height);
        CopyPlane(planes.Y[((patch.Y * planes.Width) + patch.X)..], planes.Width, copy.Y, copy.Width);
        int chroma = (patch.Y / 2 * planes.ChromaWidth) + (patch.X / 2);
        CopyPlane(planes.U[chroma..], planes.ChromaWidth, copy.U, copy.ChromaWidth);
        CopyPlane(planes.V[chroma..], planes.ChromaWidth, copy.V, copy.ChromaWidth);
        Veil(copy.Y, copy.Width, patch, Block);
        Veil(copy.U, copy.ChromaWidth, patch, Block / 2);
        Veil(copy.V, copy.ChromaWidth, patch, Block / 2);
        return library.Encode(copy, 0, 0, patch.Width, patch.Height, config);
    }

    private static void CopyPlane(ReadOnlySpan<byte> source, int stride, Span<byte> target, int width)
    {
        for (int at = 0, from = 0; at < target.Length; at += width, from += stride)
        {
            source.Slice(from, width).CopyTo(target[at..]);
        }
    }

    /// <summary>
    /// Makes what stays hidden plain. Beside drawn blocks in its own colour, because those are predicted from it, and players take a
    /// part of their chroma from there; farther off in the colour of the block before, which prediction makes of itself.
    /// </summary>
    private static void Veil(Span<byte> plane, int width, WebpPatch patch, int block)
    {
        byte color = 0;
        for (int row = 0; row < patch.Rows; row++)
        {
            Span<byte> lines = plane[(row * block * width)..Math.Min((row + 1) * block * width, plane.Length)];
            for (int column = 0; column < patch.Columns; column++)
            {
                if (patch.Drawn![(row * patch.Columns) + column])
                {
                    continue;
                }

                int left = column * block;
                int right = Math.Min(left + block, width);
                if (color == 0 || IsBesideDrawn(patch, column, row))
                {
                    color = Mean(lines, width, left, right);
                }

                for (int at = 0; at < lines.Length; at += width)
                {
                    lines[(at + left)..(at + right)].Fill(color);
                }
            }
        }
    }

    private static bool IsBesideDrawn(WebpPatch patch, int column, int row)
    {
        int left = Math.Max(0, column - 1);
        int right = Math.Min(patch.Columns, column + 2);
        for (int y = Math.Max(0, row - 1); y < Math.Min(patch.Rows, row + 2); y++)
        {
            if (patch.Drawn.AsSpan((y * patch.Columns) + left, right - left).Contains(true))
            {
                return true;
            }
        }

        return false;
    }

    private static byte Mean(ReadOnlySpan<byte> lines, int width, int left, int right)
    {
        int sum = 0;
        int count = 0;
        for (int at = 0; at < lines.Length; at += width)
        {
            foreach (byte value in lines[(at + left)..(at + right)])
            {
                sum += value;
                count++;
            }
        }

        return (byte)(sum / count);
    }
}
