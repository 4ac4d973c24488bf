using System.Buffers;
using System.Buffers.Binary;
using AnimatedImage.Inspection;

namespace AnimatedImage.Encoding.Gif;

/// <summary>Writes the blocks of a GIF89a file (CompuServe, 31 July 1990) into a buffer.</summary>
/// <param name="output">Where the bytes go.</param>
internal sealed class GifContainer(IBufferWriter<byte> output)
{
    private const byte Extension = 0x21;
    private const byte Trailer = 0x3B;
    private const int MaxSubBlock = 255;

    /// <summary>Signature, screen size and the shared colour table.</summary>
    public void WriteHeader(int width, int height, Palette palette)
    {
        Span<byte> header = output.GetSpan(13);
        "GIF89a"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], (ushort)width);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], (ushort)height);
        header[10] = (byte)(0xF0 | (palette.Bits - 1));
        header[11] = palette.IsOpaque ? (byte)0 : (byte)palette.Transparent;
        header[12] = 0;
        output.Advance(13);
        WriteTable(palette);
    }

    /// <summary>The loop block of Netscape 2.0, which counts repetitions after the first play; none is written for one play.</summary>
    /// <param name="playCount">Total plays, 0 = forever.</param>
    public void WriteLoop(int playCount)
    {
        if (playCount == 1)
        {
            return;
        }

        Span<byte> block = output.GetSpan(19);
        ReadOnlySpan<byte> start = [Extension, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1];
        start.CopyTo(block);
        BinaryPrimitives.WriteUInt16LittleEndian(block[16..], (ushort)Math.Min(ushort.MaxValue, Math.Max(0, playCount - 1)));
        block[18] = 0;
        output.Advance(19);
    }

    /// <summary>The mark that tells a later run what the file was made from.</summary>
    public void WriteContentKey(string key) => output.Write(ContentKeyMark.GifComment(key));

    /// <summary>One image with its delay.</summary>
    /// <param name="bounds">Where on the canvas.</param>
    /// <param name="delay">Centiseconds.</param>
    /// <param name="clearsAfter">True to clear its part of the canvas before the next image.</param>
    /// <param name="mayShowThrough">True when the index after the table's colours stands for transparency, where there is room for one.</param>
    /// <param name="palette">Its table.</param>
    /// <param name="isShared">True when that is the shared table.</param>
    /// <param name="bytes">The LZW codes.</param>
    public void WriteImage(PixelRectangle bounds, int delay, bool clearsAfter, bool mayShowThrough, Palette palette, bool isShared, ReadOnlySpan<byte> bytes)
    {
        mayShowThrough &= !palette.IsOpaque;
        Span<byte> header = output.GetSpan(18);
        header[0] = Extension;
        header[1] = 0xF9;
        header[2] = 4;
        header[3] = (byte)(((clearsAfter ? 2 : 1) << 2) | (mayShowThrough ? 1 : 0));
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], (ushort)delay);
        header[6] = mayShowThrough ? (byte)palette.Transparent : (byte)0;
        header[7] = 0;
        header[8] = 0x2C;
        BinaryPrimitives.WriteUInt16LittleEndian(header[9..], (ushort)bounds.Left);
        BinaryPrimitives.WriteUInt16LittleEndian(header[11..], (ushort)bounds.Top);
        BinaryPrimitives.WriteUInt16LittleEndian(header[13..], (ushort)bounds.Width);
        BinaryPrimitives.WriteUInt16LittleEndian(header[15..], (ushort)bounds.Height);
        header[17] = (byte)(isShared ? 0 : 0x80 | (palette.Bits - 1));
        output.Advance(18);
        if (!isShared)
        {
            WriteTable(palette);
        }

        output.Write<byte>([(byte)Math.Max(2, palette.Bits)]);
        WriteSubBlocks(bytes);
    }

    /// <summary>The end of the file.</summary>
    public void WriteTrailer() => output.Write<byte>([Trailer]);

    private void WriteTable(Palette palette)
    {
        Span<byte> table = output.GetSpan(palette.ByteCount)[..palette.ByteCount];
        table.Clear();
        for (int i = 0; i < palette.Count; i++)
        {
            uint color = palette.Colors[i];
            table[3 * i] = (byte)color;
            table[(3 * i) + 1] = (byte)(color >> 8);
            table[(3 * i) + 2] = (byte)(color >> 16);
        }

        output.Advance(palette.ByteCount);
    }

    private void WriteSubBlocks(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int length = Math.Min(MaxSubBlock, bytes.Length);
            Span<byte> block = output.GetSpan(length + 1);
            block[0] = (byte)length;
            bytes[..length].CopyTo(block[1..]);
            output.Advance(length + 1);
            bytes = bytes[length..];
        }

        output.Write<byte>([0]);
    }
}
