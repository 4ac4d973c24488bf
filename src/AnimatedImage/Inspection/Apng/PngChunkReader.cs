using System.Globalization;

namespace AnimatedImage.Inspection.Apng;

/// <summary>Reads a PNG chunk by chunk and checks each one's checksum. Of a chunk's data only the beginning is kept.</summary>
internal sealed class PngChunkReader(ContainerReader reader)
{
    private const uint LengthLimit = int.MaxValue;

    private readonly byte[] _head = new byte[128];
    private readonly byte[] _passing = new byte[8 * 1024];

    /// <summary>The beginning of the last chunk's data: all of it for chunks up to 128 bytes.</summary>
    public ReadOnlySpan<byte> Data => _head.AsSpan(0, HeadLength);

    private int HeadLength { get; set; }

    /// <summary>Reads the next chunk.</summary>
    public PngChunk Next()
    {
        uint length = reader.ReadUInt32();
        Span<byte> type = stackalloc byte[sizeof(uint)];
        reader.Read(type);
        PngChunk chunk = new(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(type), length);
        if (length > LengthLimit || length > reader.Remaining)
        {
            throw reader.Damaged(string.Create(CultureInfo.InvariantCulture, $"chunk {chunk} claims {length} bytes where {reader.Remaining} are left"));
        }

        PngChecksum checksum = default;
        checksum.Add(type);
        HeadLength = (int)Math.Min(length, (uint)_head.Length);
        reader.Read(_head.AsSpan(0, HeadLength));
        checksum.Add(Data);
        for (long left = length - HeadLength; left > 0;)
        {
            Span<byte> part = _passing.AsSpan(0, (int)Math.Min(left, _passing.Length));
            reader.Read(part);
            checksum.Add(part);
            left -= part.Length;
        }

        if (reader.ReadUInt32() != checksum.Value)
        {
            throw reader.Damaged($"the checksum of chunk {chunk} is wrong");
        }

        return chunk;
    }
}
