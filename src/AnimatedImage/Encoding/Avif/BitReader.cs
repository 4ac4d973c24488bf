namespace AnimatedImage.Encoding.Avif;

/// <summary>Reads numbers of any width, most significant bit first. Past the end it reads zeros; <see cref="IsPastEnd"/> tells.</summary>
/// <param name="bytes">What is read.</param>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _next;

    /// <summary>True when more was read than there is.</summary>
    public readonly bool IsPastEnd => _next > _bytes.Length * 8;

    /// <summary>The next bits as a number.</summary>
    /// <param name="count">0–32.</param>
    public uint Read(int count)
    {
        uint value = 0;
        for (; count > 0; count--, _next++)
        {
            int index = _next >> 3;
            uint bit = index < _bytes.Length ? (uint)(_bytes[index] >> (7 - (_next & 7))) & 1 : 0;
            value = (value << 1) | bit;
        }

        return value;
    }

    /// <summary>The next bit.</summary>
    public bool ReadFlag() => Read(1) != 0;

    /// <summary>Goes past bits.</summary>
    public void Skip(int count) => _next += count;
}
