using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using AnimatedImage.Frames;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// How busy the picture is around each pixel: an error hides in texture and shows in flat places and near a lone edge. The measure
/// is the mean luma gradient of the calmest of four boxes of 2×2 gradients, in levels (0–255). Gradient x lies between the pixels x and
/// x + 1 and between the rows y and y + 1; the boxes lie above left, above right, below left and below right of the pixel, so that a
/// pixel on either side of an edge has one that the edge does not cross.
/// </summary>
/// <param name="width">Largest width of a part of the canvas.</param>
/// <param name="height">Largest height.</param>
/// <param name="buffers">Lends its arrays; null = it has its own.</param>
internal sealed class ActivityMap(int width, int height, BufferLease? buffers = null)
{
    private const int Step = 16;

    // One row and one column of margin before the part, vectors may run past its end.
    private readonly int _stride = width + (3 * Step);
    private readonly byte[] _map = buffers.TakeAtLeast<byte>((width + (3 * Step)) * height);
    private readonly byte[][] _luma = [new byte[width + (3 * Step)], new byte[width + (3 * Step)]];
    private readonly byte[][] _gradient = [new byte[width + (3 * Step)], new byte[width + (3 * Step)]];
    private readonly byte[][] _box = [new byte[width + (3 * Step)], new byte[width + (3 * Step)], new byte[width + (3 * Step)]];

    /// <summary>Activities of one row of the part measured last, from its left edge.</summary>
    public ReadOnlySpan<byte> Row(int y) => _map.AsSpan(y * _stride, _stride);

    /// <summary>Measures a part of a frame.</summary>
    public void Measure(PixelPlane frame, PixelRectangle part)
    {
        ReadLuma(frame, part, 0);
        for (int y = 0; y < part.Height; y++)
        {
            ReadLuma(frame, part, y + 1);
            ReadGradient(y, part.Width);
            if (y == 0)
            {
                _gradient[0].CopyTo(_gradient[1], 0);
            }

            ReadBoxes(y, part.Width);
            if (y == 0)
            {
                _box[0].CopyTo(_box[2], 0);
            }
            else
            {
                WriteRow(y - 1, part.Width);
            }
        }

        _box[(part.Height - 1) % 3].CopyTo(_box[part.Height % 3], 0);
        WriteRow(part.Height - 1, part.Width);
    }

    /// <summary>Luma of a row as (R + 2G + B) / 4; a row past the part repeats its last.</summary>
    private void ReadLuma(PixelPlane frame, PixelRectangle part, int y)
    {
        byte[] luma = _luma[y & 1];
        ReadOnlySpan<uint> row = frame.Row(part.Top + Math.Min(y, part.Height - 1)).Slice(part.Left, part.Width);
        ref uint first = ref MemoryMarshal.GetReference(row);
        ref byte target = ref luma[Step];
        Vector128<uint> byteMask = Vector128.Create(0xFFu);
        int x = 0;
        for (; x <= row.Length - 16; x += 16)
        {
            nuint at = (nuint)x;
            Vector128.Narrow(
                Vector128.Narrow(LumaOf(Vector128.LoadUnsafe(ref first, at), byteMask), LumaOf(Vector128.LoadUnsafe(ref first, at + 4), byteMask)),
                Vector128.Narrow(LumaOf(Vector128.LoadUnsafe(ref first, at + 8), byteMask), LumaOf(Vector128.LoadUnsafe(ref first, at + 12), byteMask))).StoreUnsafe(ref target, at);
        }

        for (; x < row.Length; x++)
        {
            uint pixel = row[x];
            luma[x + Step] = (byte)(((pixel & 0xFF) + ((pixel >> 7) & 0x1FE) + ((pixel >> 16) & 0xFF)) >> 2);
        }

        luma[row.Length + Step] = luma[row.Length + Step - 1];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> LumaOf(Vector128<uint> pixels, Vector128<uint> byteMask) =>
        ((pixels & byteMask) + (((pixels >>> 8) & byteMask) << 1) + ((pixels >>> 16) & byteMask)) >>> 2;

    private void ReadGradient(int y, int length)
    {
        ref byte here = ref _luma[y & 1][0], below = ref _luma[(y + 1) & 1][0];
        byte[] gradient = _gradient[y & 1];
        ref byte target = ref gradient[0];
        for (nuint x = Step; x < (nuint)(length + Step); x += Step)
        {
            Vector128<byte> center = Vector128.LoadUnsafe(ref here, x);
            Average(Difference(center, Vector128.LoadUnsafe(ref here, x + 1)), Difference(center, Vector128.LoadUnsafe(ref below, x))).StoreUnsafe(ref target, x);
        }

        gradient[Step - 1] = gradient[Step];
        gradient[length + Step] = gradient[length + Step - 1];
    }

    /// <summary>Box x covers the gradients x−1 and x of this row and the one above.</summary>
    private void ReadBoxes(int y, int length)
    {
        ref byte here = ref _gradient[y & 1][0], above = ref _gradient[(y + 1) & 1][0];
        byte[] boxes = _box[y % 3];
        ref byte target = ref boxes[0];
        for (nuint x = Step; x <= (nuint)(length + Step); x += Step)
        {
            Vector128<byte> left = Average(Vector128.LoadUnsafe(ref here, x - 1), Vector128.LoadUnsafe(ref above, x - 1));
            Average(left, Average(Vector128.LoadUnsafe(ref here, x), Vector128.LoadUnsafe(ref above, x))).StoreUnsafe(ref target, x);
        }

        boxes[Step - 1] = boxes[Step];
    }

    /// <summary>The calmest of the boxes that end above the pixel and of those that begin with its row, left and right of it.</summary>
    private void WriteRow(int y, int length)
    {
        // From the left neighbour of the first pixel.
        ref byte above = ref _box[(y + 2) % 3][Step - 1], below = ref _box[(y + 1) % 3][Step - 1];
        ref byte target = ref _map[y * _stride];
        for (nuint x = 0; x < (nuint)length; x += Step)
        {
            Vector128<byte> left = Vector128.Min(Vector128.LoadUnsafe(ref above, x), Vector128.LoadUnsafe(ref below, x));
            Vector128<byte> right = Vector128.Min(Vector128.LoadUnsafe(ref above, x + 2), Vector128.LoadUnsafe(ref below, x + 2));
            Vector128.Min(left, right).StoreUnsafe(ref target, x);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Difference(Vector128<byte> a, Vector128<byte> b) => Vector128.Max(a, b) - Vector128.Min(a, b);

    /// <summary>The mean, rounded down: (a and b) + half of what differs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Average(Vector128<byte> a, Vector128<byte> b) => (a & b) + (((a ^ b) >>> 1) & Vector128.Create((byte)0x7F));
}
