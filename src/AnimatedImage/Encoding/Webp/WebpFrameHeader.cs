using System.Buffers.Binary;
using AnimatedImage.Inspection;
using AnimatedImage.Inspection.Webp;

namespace AnimatedImage.Encoding.Webp;

/// <summary>Writes the <c>ANMF</c> chunk's own 24 bytes, the picture's chunks come after it.</summary>
internal static class WebpFrameHeader
{
    /// <summary>Bytes with the chunk's header.</summary>
    public const int Length = WebpChunk.HeaderLength + 16;

    private const byte DisposeFlag = 0x01;
    private const byte NoBlendFlag = 0x02;

    /// <summary>Bytes of a filler frame.</summary>
    public static int FillerLength => Length + TransparentPixel.Length;

    // One transparent pixel: a whole VP8L chunk of eight bytes.
    private static ReadOnlySpan<byte> TransparentPixel =>
        [0x56, 0x50, 0x38, 0x4C, 8, 0, 0, 0, 0x2F, 0, 0, 0, 0x10, 0x88, 0x88, 0x08];

    /// <summary>Bytes of a frame's chunks, padding included.</summary>
    public static long PictureLength(WebpFrame frame) => Padded(frame.Alpha.Length) + Padded(frame.Bitstream.Length);

    /// <summary>The header of a frame.</summary>
    /// <param name="frame">Place, size, blending and chunks.</param>
    /// <param name="delay">In milliseconds, below 2²⁴.</param>
    public static byte[] Of(WebpFrame frame, int delay)
    {
        int flags = (frame.Disposal == FrameDisposal.Background ? DisposeFlag : 0) | (frame.Blend == FrameBlend.Source ? NoBlendFlag : 0);
        byte[] header = new byte[Length];
        Write(header, PictureLength(frame), frame.X, frame.Y, frame.Width, frame.Height, delay, (byte)flags);
        return header;
    }

    /// <summary>A whole frame that changes nothing: delays beyond 2²⁴ ms are spread over several.</summary>
    /// <param name="delay">In milliseconds, below 2²⁴.</param>
    public static byte[] Filler(int delay)
    {
        byte[] frame = new byte[FillerLength];
        Write(frame, TransparentPixel.Length, 0, 0, 1, 1, delay, 0);
        TransparentPixel.CopyTo(frame.AsSpan(Length));
        return frame;
    }

    /// <summary>A number of three bytes, the lowest first.</summary>
    public static void WriteUInt24(Span<byte> target, int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)value);
        target[2] = (byte)(value >> 16);
    }

    private static void Write(Span<byte> target, long pictureLength, int x, int y, int width, int height, int delay, byte flags)
    {
        "ANMF"u8.CopyTo(target);
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], checked((uint)(16 + pictureLength)));
        WriteUInt24(target[8..], x / 2);
        WriteUInt24(target[11..], y / 2);
        WriteUInt24(target[14..], width - 1);
        WriteUInt24(target[17..], height - 1);
        WriteUInt24(target[20..], delay);
        target[23] = flags;
    }

    private static long Padded(long length) => length + (length & 1);
}
