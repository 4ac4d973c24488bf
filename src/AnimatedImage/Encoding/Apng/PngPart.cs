using System.Buffers.Binary;
using AnimatedImage.Inspection;
using AnimatedImage.Inspection.Apng;

namespace AnimatedImage.Encoding.Apng;

/// <summary>One chunk of an encoded PNG and where it lies.</summary>
/// <param name="Type">One of <see cref="PngChunk"/>'s types.</param>
/// <param name="Range">Length, type, data and checksum.</param>
internal readonly record struct PngPart(uint Type, FileRange Range)
{
    private const int SignatureLength = 8;
    private const int HeaderLength = 8;
    private const int FrameLength = HeaderLength + sizeof(uint);

    /// <summary>Every chunk in order, to the end; the data is left unread.</summary>
    public static async IAsyncEnumerable<PngPart> ReadAllAsync(Stream png)
    {
        byte[] header = new byte[HeaderLength];
        uint type = 0;
        for (long offset = SignatureLength; type != PngChunk.End;)
        {
            png.Position = offset;
            await png.ReadExactlyAsync(header).ConfigureAwait(false);
            long length = FrameLength + (long)BinaryPrimitives.ReadUInt32BigEndian(header);
            type = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(sizeof(uint)));
            yield return new PngPart(type, new FileRange(offset, length));
            offset += length;
        }
    }

    /// <summary>A whole chunk, checksum included.</summary>
    public static byte[] Write(uint type, ReadOnlySpan<byte> data)
    {
        byte[] chunk = new byte[FrameLength + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(sizeof(uint)), type);
        data.CopyTo(chunk.AsSpan(HeaderLength));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(HeaderLength + data.Length), PngChecksum.Of(chunk.AsSpan(sizeof(uint), sizeof(uint) + data.Length)));
        return chunk;
    }

    /// <summary>The chunk's data; for small chunks.</summary>
    public async ValueTask<byte[]> ReadDataAsync(Stream png)
    {
        byte[] data = new byte[Range.Length - FrameLength];
        png.Position = Range.Offset + HeaderLength;
        await png.ReadExactlyAsync(data).ConfigureAwait(false);
        return data;
    }
}
