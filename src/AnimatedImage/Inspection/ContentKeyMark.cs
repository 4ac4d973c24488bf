using System.Buffers.Binary;
using AnimatedImage.Inspection.Apng;
using AnimatedImage.Inspection.Avif;

namespace AnimatedImage.Inspection;

/// <summary>
/// How a content key is kept in each format, written by the encoders and read back by the readers. Each place is one that the
/// format's specification sets aside for what other programs must ignore:
/// <list type="bullet">
/// <item>GIF: a comment extension <c>AnimatedImage KEY</c> before the trailer (GIF89a, section 24);</item>
/// <item>WebP: a RIFF chunk <c>AIKY</c> after the last frame (RFC 9649, section 2.7: unknown chunks);</item>
/// <item>APNG: a <c>tEXt</c> chunk of keyword <c>AnimatedImage</c> before <c>IDAT</c> or <c>IEND</c> (PNG, section 11.3.3.2);</item>
/// <item>AVIF: a top-level <c>uuid</c> box at the end (ISO/IEC 14496-12, section 11.1).</item>
/// </list>
/// A key is 1 to 64 printable ASCII characters without spaces; anything else found in these places is not a key.
/// </summary>
internal static class ContentKeyMark
{
    /// <summary>Longest key in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>The WebP chunk's type.</summary>
    public static ReadOnlySpan<byte> WebpChunkType => "AIKY"u8;

    /// <summary>Identifies the AVIF box.</summary>
    public static ReadOnlySpan<byte> AvifExtendedType => [0x6B, 0x2F, 0x5E, 0x0A, 0x8C, 0x1D, 0x4F, 0x0E, 0x9A, 0x57, 0x1D, 0x3F, 0x62, 0xA4, 0xC0, 0xBE];

    private static ReadOnlySpan<byte> Keyword => "AnimatedImage"u8;

    /// <summary>The whole comment extension for a GIF.</summary>
    public static byte[] GifComment(string key)
    {
        byte[] text = [.. Keyword, (byte)' ', .. Bytes(key)];
        return [0x21, 0xFE, (byte)text.Length, .. text, 0];
    }

    /// <summary>The whole RIFF chunk for a WebP, padding included; the RIFF header's size grows by its length.</summary>
    public static byte[] WebpChunk(string key)
    {
        byte[] text = Bytes(key);
        byte[] chunk = new byte[8 + text.Length + (text.Length & 1)];
        WebpChunkType.CopyTo(chunk);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), text.Length);
        text.CopyTo(chunk, 8);
        return chunk;
    }

    /// <summary>The whole <c>tEXt</c> chunk for a PNG, checksum included.</summary>
    public static byte[] PngText(string key)
    {
        byte[] data = [.. "tEXt"u8, .. Keyword, 0, .. Bytes(key)];
        byte[] chunk = new byte[4 + data.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length - 4);
        data.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4 + data.Length), PngChecksum.Of(data));
        return chunk;
    }

    /// <summary>The whole top-level box for an AVIF.</summary>
    public static byte[] AvifBox(string key)
    {
        byte[] data = [.. AvifExtendedType, .. Bytes(key)];
        byte[] box = new byte[8 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        BinaryPrimitives.WriteUInt32BigEndian(box.AsSpan(4), BoxType.Uuid);
        data.CopyTo(box, 8);
        return box;
    }

    /// <summary>The key in a GIF comment's text; null when it is some other comment.</summary>
    public static string? FromGifComment(ReadOnlySpan<byte> comment) => AfterKeyword(comment, (byte)' ');

    /// <summary>The key in the data of a PNG <c>tEXt</c> chunk; null when it is some other text.</summary>
    public static string? FromPngText(ReadOnlySpan<byte> data) => AfterKeyword(data, 0);

    /// <summary>The key in bytes that hold nothing else; null when they are no key.</summary>
    public static string? FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length is 0 or > MaxLength || bytes.ContainsAnyExceptInRange((byte)'!', (byte)'~') ? null : System.Text.Encoding.ASCII.GetString(bytes);

    private static string? AfterKeyword(ReadOnlySpan<byte> text, byte separator) =>
        text.Length > Keyword.Length && text.StartsWith(Keyword) && text[Keyword.Length] == separator ? FromBytes(text[(Keyword.Length + 1)..]) : null;

    private static byte[] Bytes(string key)
    {
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(key);
        return FromBytes(bytes) == key ? bytes : throw new ArgumentException("A content key is 1 to 64 printable ASCII characters without spaces.", nameof(key));
    }
}
