using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using AnimatedImage.Frames;
using AnimatedImage.Planning;

namespace AnimatedImage.Encoding.Webp;

/// <summary>
/// Finds what each frame changes. It keeps every macroblock as the source had it when it was last drawn, and compares with that: what
/// changes slowly is drawn again as soon as it is too far from what players show, however little each frame adds.
/// </summary>
internal sealed class WebpPatchFinder : IDisposable
{
    private const int Block = WebpPatch.Block;

    /// <summary>What a macroblock that changes little costs to draw again, in bytes.</summary>
    private const int BytesOfBlock = 4;

    /// <summary>Side of the squares whose means are compared.</summary>
    private const int Cell = 4;

    private readonly int _width;
    private readonly int _height;
    private readonly int _columns;
    private readonly int _rows;
    private readonly PatchLimits _limits;
    private readonly Frame _shown;
    private readonly bool[] _isChanged;
    private readonly ColumnDifferences[] _luma;
    private readonly ColumnDifferences[] _chroma;
    private readonly WebpMask _mask = new();
    private bool _isEmpty = true;

    /// <summary>Creates a finder for one animation.</summary>
    /// <param name="settings">Size and quality.</param>
    /// <param name="pool">Frames of that size.</param>
    public WebpPatchFinder(EncoderSettings settings, FramePool pool)
    {
        (_width, _height) = (settings.Width, settings.Height);
        _columns = (_width + Block - 1) / Block;
        _rows = (_height + Block - 1) / Block;
        _isChanged = new bool[_columns * _rows];
        _luma = new ColumnDifferences[_columns];
        _chroma = new ColumnDifferences[(_columns + 1) / 2];
        _shown = pool.Rent();
        _limits = PatchLimits.Of(settings.Quality);
    }

    /// <summary>Compares a frame with what is shown.</summary>
    /// <param name="frame">The next frame, in <see cref="PixelLayout.Yuv420"/>.</param>
    /// <returns>What is to be drawn, and from now on shown; null when it changes nothing. The first frame is drawn whole.</returns>
    public WebpPatch? Next(Frame frame)
    {
        if (_isEmpty)
        {
            _isEmpty = false;
            frame.Pixels.CopyTo(_shown.Pixels);
            return new WebpPatch(0, 0, _width, _height, null, []);
        }

        YuvPlanes shown = new(_shown.Pixels.Span, _width, _height);
        YuvPlanes next = new(frame.Pixels.Span, _width, _height);
        Compare(shown, next);
        if (Enclose() is not { } patch)
        {
            return null;
        }

        patch = patch.Drawn is null ? WebpPatchTrim.Cut(patch, shown, next, _limits) : patch;
        Draw(patch, next, shown);
        return patch;
    }

    /// <summary>Gives its picture back.</summary>
    public void Dispose() => _shown.Dispose();

    private void Compare(YuvPlanes shown, YuvPlanes next)
    {
        for (int row = 0; row < _rows; row++)
        {
            Array.Clear(_luma);
            Array.Clear(_chroma);
            AddDifferences(shown.Y, next.Y, _width, row * Block, Math.Min((row + 1) * Block, _height), _luma);
            (int from, int to) = (row * Block / 2, Math.Min((row + 1) * Block / 2, shown.ChromaHeight));
            AddDifferences(shown.U, next.U, shown.ChromaWidth, from, to, _chroma);
            AddDifferences(shown.V, next.V, shown.ChromaWidth, from, to, _chroma);
            Span<bool> isChanged = _isChanged.AsSpan(row * _columns, _columns);
            for (int column = 0; column < _columns; column++)
            {
                // Sixteen bytes are one macroblock of luma and two of chroma.
                isChanged[column] = _luma[column].Exceeds(_limits.Luma, _limits.LumaCell) != Vector128<ulong>.Zero
                    || Vector128.Sum(_luma[column].CellSums) > _limits.LumaBlock
                    || _chroma[column / 2].Exceeds(_limits.Chroma, _limits.ChromaCell)[column & 1] != 0
                    || _chroma[column / 2].SumOfHalf(column & 1) > _limits.ChromaBlock;
            }
        }
    }

    private static void AddDifferences(ReadOnlySpan<byte> shown, ReadOnlySpan<byte> next, int width, int from, int to, Span<ColumnDifferences> found)
    {
        ref byte firstShown = ref MemoryMarshal.GetReference(shown);
        ref byte firstNext = ref MemoryMarshal.GetReference(next);
        for (int top = from; top < to; top += Cell)
        {
            int bottom = Math.Min(top + Cell, to);
            for (int x = 0, at = 0; x < width; x += Vector128<byte>.Count, at++)
            {
                ref ColumnDifferences differences = ref found[at];
                bool isWhole = x + Vector128<byte>.Count <= width;
                Vector128<ushort> pairs = default;
                for (int y = top; y < bottom; y++)
                {
                    int offset = (y * width) + x;
                    Vector128<byte> before = isWhole ? Vector128.LoadUnsafe(ref firstShown, (nuint)offset) : LoadLast(shown.Slice(offset, width - x));
                    Vector128<byte> after = isWhole ? Vector128.LoadUnsafe(ref firstNext, (nuint)offset) : LoadLast(next.Slice(offset, width - x));
                    differences.Largest = Vector128.Max(differences.Largest, Vector128.Max(before, after) - Vector128.Min(before, after));
                    pairs += SumOfPairs(after) - SumOfPairs(before);
                }

                Vector128<int> cells = ((pairs.AsInt32() << 16) >> 16) + (pairs.AsInt32() >> 16);
                differences.Cells = Vector128.Max(differences.Cells, Vector128.Abs(cells));
                differences.CellSums += Vector128.Abs(cells);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> SumOfPairs(Vector128<byte> bytes) =>
        (bytes.AsUInt16() & Vector128.Create((ushort)0xFF)) + (bytes.AsUInt16() >>> 8);

    private static Vector128<byte> LoadLast(ReadOnlySpan<byte> bytes)
    {
        Span<byte> padded = stackalloc byte[Vector128<byte>.Count];
        padded.Clear();
        bytes.CopyTo(padded);
        return Vector128.Create((ReadOnlySpan<byte>)padded);
    }

    /// <summary>The smallest rectangle around all changes.</summary>
    private WebpPatch? Enclose()
    {
        (int left, int top, int right, int bottom, int count) = (_columns, _rows, 0, 0, 0);
        for (int row = 0; row < _rows; row++)
        {
            ReadOnlySpan<bool> isChanged = _isChanged.AsSpan(row * _columns, _columns);
            int first = isChanged.IndexOf(true);
            if (first >= 0)
            {
                left = Math.Min(left, first);
                right = Math.Max(right, isChanged.LastIndexOf(true) + 1);
                top = Math.Min(top, row);
                bottom = row + 1;
                count += isChanged.Count(true);
            }
        }

        if (count == 0)
        {
            return null;
        }

        (int x, int y) = (left * Block, top * Block);
        WebpPatch patch = new(x, y, Math.Min(right * Block, _width) - x, Math.Min(bottom * Block, _height) - y, null, []);
        bool[] drawn = new bool[patch.Columns * patch.Rows];
        for (int row = 0; row < patch.Rows; row++)
        {
            _isChanged.AsSpan(((top + row) * _columns) + left, patch.Columns).CopyTo(drawn.AsSpan(row * patch.Columns));
        }

        if (count == drawn.Length)
        {
            return patch;
        }

        byte[] mask = _mask.Encode(patch, drawn);
        return mask.Length < (drawn.Length - count) * BytesOfBlock ? patch with { Drawn = drawn, Mask = mask } : patch;
    }

    private static void Draw(WebpPatch patch, YuvPlanes next, YuvPlanes shown)
    {
        for (int row = 0; row < patch.Rows; row++)
        {
            for (int column = 0; column < patch.Columns;)
            {
                int end = column;
                while (end < patch.Columns && (patch.Drawn is null || patch.Drawn[(row * patch.Columns) + end]))
                {
                    end++;
                }

                if (end > column)
                {
                    (int x, int y) = (patch.X + (column * Block), patch.Y + (row * Block));
                    (int right, int bottom) = (patch.X + Math.Min(end * Block, patch.Width), Math.Min(y + Block, patch.Y + patch.Height));
                    Copy(next.Y, shown.Y, next.Width, x, y, right, bottom);
                    Copy(next.U, shown.U, next.ChromaWidth, x / 2, y / 2, (right + 1) / 2, (bottom + 1) / 2);
                    Copy(next.V, shown.V, next.ChromaWidth, x / 2, y / 2, (right + 1) / 2, (bottom + 1) / 2);
                }

                column = end + 1;
            }
        }
    }

    private static void Copy(ReadOnlySpan<byte> source, Span<byte> target, int stride, int left, int top, int right, int bottom)
    {
        for (int y = top; y < bottom; y++)
        {
            source.Slice((y * stride) + left, right - left).CopyTo(target[((y * stride) + left)..]);
        }
    }
}
