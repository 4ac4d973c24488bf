using System.Buffers.Binary;
using System.Numerics;
using AnimatedImage.Encoding.Gif;

namespace AnimatedImage.Encoding.Webp;

/// <summary>
/// Writes which macroblocks of a picture are opaque and which transparent as an <c>ALPH</c> chunk (RFC 9649, section 2.7.1.2) in the
/// lossless format: two colours make eight pixels a byte (section 4.4), so a macroblock is two bytes wide, and fifteen of its sixteen
/// rows are copies of the first. libwebp would find the same in a plane of pixels, and take as long for it as for a part of the picture.
/// </summary>
/// <remarks>Used by one thread.</remarks>
internal sealed class WebpMask
{
    private const int Block = WebpPatch.Block;
    private const int PackedPixels = 8;
    private const byte Opaque = 255;

    /// <summary>Header of the chunk and the byte that says how alpha is kept.</summary>
    private const int HeaderLength = 9;
    private const byte Lossless = 1;

    /// <summary>Lengths of copies follow the 256 values of green (section 5.2.2).</summary>
    private const int FirstLength = 256;
    private const int MostCopied = 4096;

    // Distances of a row and of a pixel, as codes (section 5.2.2).
    private const int RowAbove = 0;
    private const int PixelBefore = 1;

    private readonly CodeWriter _bits = new();
    private readonly List<Token> _tokens = [];

    /// <summary>Writes a mask.</summary>
    /// <param name="patch">Size of the picture.</param>
    /// <param name="drawn">Which of its macroblocks are opaque: at least one, and not all.</param>
    /// <returns>The chunk without padding.</returns>
    public byte[] Encode(WebpPatch patch, ReadOnlySpan<bool> drawn)
    {
        Tokenize(patch, drawn);
        _bits.Reset();
        WritePalette();
        WriteTokens();
        _bits.Finish();
        byte[] chunk = new byte[HeaderLength + _bits.Bytes.Length];
        "ALPH"u8.CopyTo(chunk);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), 1 + _bits.Bytes.Length);
        chunk[8] = Lossless;
        _bits.Bytes.Span.CopyTo(chunk.AsSpan(HeaderLength));
        return chunk;
    }

    private void Tokenize(WebpPatch patch, ReadOnlySpan<bool> drawn)
    {
        _tokens.Clear();
        int packed = (patch.Width + PackedPixels - 1) / PackedPixels;
        int copied = 0;
        for (int row = 0; row < patch.Rows; row++)
        {
            ReadOnlySpan<bool> blocks = drawn.Slice(row * patch.Columns, patch.Columns);
            int lines = Math.Min(Block, patch.Height - (row * Block));
            if (row > 0 && blocks.SequenceEqual(drawn.Slice((row - 1) * patch.Columns, patch.Columns)))
            {
                copied += packed * lines;
                continue;
            }

            Copy(copied, RowAbove);
            for (int column = 0; column < blocks.Length;)
            {
                int same = blocks[column..].IndexOf(!blocks[column]);
                int end = same < 0 ? blocks.Length : column + same;
                _tokens.Add(new Token(blocks[column] ? Opaque : 0, 0, 0, 0));
                Copy(Math.Min(end * Block / PackedPixels, packed) - (column * Block / PackedPixels) - 1, PixelBefore);
                column = end;
            }

            copied = packed * (lines - 1);
        }

        Copy(copied, RowAbove);
    }

    private void Copy(int length, int distance)
    {
        for (int left = length; left > 0; left -= MostCopied)
        {
            // Section 5.2.2: a prefix with two leading bits, and the rest as it is.
            int value = Math.Min(left, MostCopied) - 1;
            int extra = Math.Max(0, BitOperations.Log2((uint)Math.Max(1, value)) - 1);
            int prefix = (2 * extra) + (value >> extra);
            _tokens.Add(new Token(FirstLength + prefix, value & ((1 << extra) - 1), extra, distance));
        }
    }

    /// <summary>Transform 3 with two colours, their difference as an image of two pixels.</summary>
    private void WritePalette()
    {
        _bits.Write(0b11_1, 3);
        _bits.Write(2 - 1, 8);
        _bits.Write(0, 1);
        WritePair(Opaque);
        WriteSingles(4);
        _bits.Write(0b10, 2);
    }

    private void WriteTokens()
    {
        // No further transform, no colour cache, one set of codes for all.
        _bits.Write(0, 3);
        int[] counts = new int[FirstLength + 24];
        foreach (Token token in _tokens)
        {
            counts[token.Symbol]++;
        }

        PrefixCode code = PrefixCode.Of(counts);
        code.WriteTo(_bits);
        WriteSingles(3);
        WritePair(PixelBefore);
        foreach (Token token in _tokens)
        {
            code.Write(_bits, token.Symbol);
            if (token.Symbol >= FirstLength)
            {
                _bits.Write(token.Extra, token.ExtraBits);
                _bits.Write(token.Distance, 1);
            }
        }
    }

    /// <summary>A code for the symbols 0 and another, one bit each (section 6.2.1).</summary>
    private void WritePair(int other)
    {
        _bits.Write(0b0_0_1_1, 4);
        _bits.Write(other, 8);
    }

    /// <summary>Codes whose only symbol is 0, which take no bits.</summary>
    private void WriteSingles(int count)
    {
        for (; count > 0; count--)
        {
            _bits.Write(0b0_0_0_1, 4);
        }
    }

    /// <summary>A literal of green, or a copy.</summary>
    private readonly record struct Token(int Symbol, int Extra, int ExtraBits, int Distance);
}
