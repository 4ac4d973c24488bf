using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace AnimatedImage.Encoding.Avif;

/// <summary>Writes boxes of ISO base media (ISO/IEC 14496-12, section 4.2) into memory; sizes are filled in when a box ends.</summary>
internal sealed class BoxWriter
{
    private readonly List<byte> _bytes = [];

    /// <summary>Bytes so far.</summary>
    public int Length => _bytes.Count;

    /// <summary>Everything so far.</summary>
    public byte[] ToArray() => [.. _bytes];

    /// <summary>Writes a box around what the content writes.</summary>
    public void Box(ReadOnlySpan<byte> type, Action content)
    {
        int start = _bytes.Count;
        UInt32(0);
        Bytes(type);
        content();
        BinaryPrimitives.WriteInt32BigEndian(CollectionsMarshal.AsSpan(_bytes)[start..], _bytes.Count - start);
    }

    /// <summary>Writes a box that begins with a version and flags.</summary>
    public void FullBox(ReadOnlySpan<byte> type, byte version, uint flags, Action content)
    {
        Box(type, () =>
        {
            UInt32(((uint)version << 24) | flags);
            content();
        });
    }

    /// <summary>8 bits.</summary>
    public void Byte(byte value) => _bytes.Add(value);

    /// <summary>16 bits.</summary>
    public void UInt16(int value) => Number(sizeof(ushort), (ulong)value);

    /// <summary>32 bits.</summary>
    public void UInt32(long value) => Number(sizeof(uint), (ulong)value);

    /// <summary>64 bits.</summary>
    public void UInt64(ulong value) => Number(sizeof(ulong), value);

    /// <summary>Bytes as they are.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

    /// <summary>Text and the zero that ends it.</summary>
    public void Text(ReadOnlySpan<byte> text)
    {
        Bytes(text);
        Byte(0);
    }

    /// <summary>Bytes of zero.</summary>
    public void Zeros(int count)
    {
        for (; count > 0; count--)
        {
            Byte(0);
        }
    }

    private void Number(int width, ulong value)
    {
        for (int shift = (width - 1) * 8; shift >= 0; shift -= 8)
        {
            _bytes.Add((byte)(value >> shift));
        }
    }
}
