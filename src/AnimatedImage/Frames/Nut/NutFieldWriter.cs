using System.Buffers;
using System.Buffers.Binary;

namespace AnimatedImage.Frames.Nut;

/// <summary>The number types of NUT, written one after another.</summary>
internal sealed class NutFieldWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    /// <summary>Starts over.</summary>
    public void Clear() => _buffer.ResetWrittenCount();

    /// <summary>Bytes as they are.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    /// <summary>One byte.</summary>
    public void WriteByte(byte value) => _buffer.Write([value]);

    /// <summary>A big-endian 32-bit number.</summary>
    public void WriteUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.GetSpan(sizeof(uint)), value);
        _buffer.Advance(sizeof(uint));
    }

    /// <summary>A big-endian 64-bit number.</summary>
    public void WriteUInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_buffer.GetSpan(sizeof(ulong)), value);
        _buffer.Advance(sizeof(ulong));
    }

    /// <summary>A number ≥ 0 of type <c>v</c>: seven bits a byte, the highest first, bit 7 set where more follow.</summary>
    public void WriteVariable(long value)
    {
        int groups = 1;
        while (value >> (7 * groups) != 0 && groups < 9)
        {
            groups++;
        }

        for (int group = groups - 1; group >= 0; group--)
        {
            int bits = (int)(value >> (7 * group)) & 0x7F;
            WriteByte((byte)(group > 0 ? bits | 0x80 : bits));
        }
    }
}
