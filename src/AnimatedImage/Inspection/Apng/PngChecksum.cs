namespace AnimatedImage.Inspection.Apng;

/// <summary>The checksum of PNG chunks: CRC-32 as in ISO 3309 (PNG, annex D), which the base library does not have.</summary>
internal struct PngChecksum
{
    private static readonly uint[] Table = MakeTable();

    // The register's complement, so that the default value is the right start.
    private uint _complement;

    /// <summary>The checksum of all bytes so far.</summary>
    public readonly uint Value => _complement;

    /// <summary>The checksum of a chunk's type and data.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        PngChecksum checksum = default;
        checksum.Add(bytes);
        return checksum.Value;
    }

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        uint register = ~_complement;
        foreach (byte value in bytes)
        {
            register = Table[(byte)(register ^ value)] ^ (register >> 8);
        }

        _complement = ~register;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint index = 0; index < table.Length; index++)
        {
            uint value = index;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            }

            table[index] = value;
        }

        return table;
    }
}
