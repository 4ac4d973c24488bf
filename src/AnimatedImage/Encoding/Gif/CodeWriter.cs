using System.Runtime.CompilerServices;
using AnimatedImage.Frames;

namespace AnimatedImage.Encoding.Gif;

/// <summary>LZW codes of growing width, packed from the lowest bit (GIF89a, appendix F).</summary>
/// <param name="buffers">Lends its arrays; null = it has its own.</param>
internal sealed class CodeWriter(BufferLease? buffers = null)
{
    private byte[] _bytes = buffers.TakeAtLeast<byte>(16384);
    private int _count;
    private ulong _bits;
    private int _bitCount;

    /// <summary>The bytes written, not cut into sub-blocks.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _count);

    /// <summary>Bits written so far.</summary>
    public long BitCount => (8L * _count) + _bitCount;

    /// <summary>Begins a new image.</summary>
    public void Reset()
    {
        _count = 0;
        _bits = 0;
        _bitCount = 0;
    }

    /// <summary>Adds one code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(int code, int width)
    {
        _bits |= (ulong)(uint)code << _bitCount;
        _bitCount += width;
        if (_bitCount >= 32)
        {
            FlushWord();
        }
    }

    /// <summary>Ends the image: the last bits go into a whole byte.</summary>
    public void Finish()
    {
        while (_bitCount > 0)
        {
            Reserve(1);
            _bytes[_count++] = (byte)_bits;
            _bits >>= 8;
            _bitCount -= 8;
        }

        _bitCount = 0;
    }

    private void FlushWord()
    {
        Reserve(sizeof(uint));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(_count), (uint)_bits);
        _count += sizeof(uint);
        _bits >>= 32;
        _bitCount -= 32;
    }

    private void Reserve(int count)
    {
        if (_count + count > _bytes.Length)
        {
            buffers.Lengthen(ref _bytes, _bytes.Length * 2);
        }
    }
}
