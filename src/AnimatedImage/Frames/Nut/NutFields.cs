using System.Buffers.Binary;

namespace AnimatedImage.Frames.Nut;

/// <summary>The number types of NUT, parsed one after another from buffered bytes.</summary>
/// <param name="bytes">What is parsed; running over its end throws an <see cref="EndOfStreamException"/>.</param>
internal ref struct NutFields(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes parsed so far.</summary>
    public int Position { get; private set; }

    /// <summary>True when nothing is left.</summary>
    public readonly bool IsAtEnd => Position == _bytes.Length;

    /// <summary>The checksum of what was parsed so far.</summary>
    public readonly uint Checksum => NutChecksum.Of(_bytes[..Position]);

    /// <summary>So many bytes.</summary>
    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if (count > _bytes.Length - Position)
        {
            throw EndsInTheMiddle();
        }

        Position += count;
        return _bytes.Slice(Position - count, count);
    }

    /// <summary>One byte.</summary>
    public byte ReadByte() => ReadBytes(1)[0];

    /// <summary>A big-endian 32-bit number.</summary>
    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(ReadBytes(4));

    /// <summary>A big-endian 64-bit number.</summary>
    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64BigEndian(ReadBytes(8));

    /// <summary>A number of type <c>v</c>: seven bits a byte, the highest first, bit 7 set where more follow.</summary>
    public long ReadVariable()
    {
        long value = 0;
        byte next;
        do
        {
            next = ReadByte();
            if (value > long.MaxValue >> 7)
            {
                throw new InvalidDataException("A number in the NUT stream has more than 63 bits.");
            }

            value = (value << 7) | (uint)(next & 0x7F);
        }
        while (next >= 0x80);
        return value;
    }

    /// <summary>A number of type <c>v</c> within [<paramref name="minimum"/>, <paramref name="maximum"/>].</summary>
    public int ReadVariable(int minimum, int maximum, string name)
    {
        long value = ReadVariable();
        return value >= minimum && value <= maximum
            ? (int)value
            : throw new InvalidDataException($"The NUT stream's {name} is {value}; {minimum} to {maximum} can be read.");
    }

    /// <summary>A number of type <c>s</c>: 0, 1, -1, 2, -2, … stored as 0, 1, 2, 3, 4, ….</summary>
    public long ReadSigned()
    {
        long value = ReadVariable();
        return (value & 1) == 0 ? -(value >> 1) : (value >> 1) + 1;
    }

    /// <summary>There are fewer bytes than a field needs.</summary>
    public static EndOfStreamException EndsInTheMiddle() => new("The NUT stream ends in the middle.");
}
