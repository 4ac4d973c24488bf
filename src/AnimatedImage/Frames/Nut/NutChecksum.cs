namespace AnimatedImage.Frames.Nut;

/// <summary>The CRC-32 of NUT: generator polynomial 0x04C11DB7, most significant bit first, neither preset nor inverted.</summary>
internal static class NutChecksum
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    /// <summary>The checksum of the bytes, continuing an earlier one.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes, uint checksum = 0)
    {
        foreach (byte value in bytes)
        {
            checksum = (checksum << 8) ^ Table[(checksum >> 24) ^ value];
        }

        return checksum;
    }

    private static uint Entry(int value)
    {
        uint entry = (uint)value << 24;
        for (int bit = 0; bit < 8; bit++)
        {
            entry = (entry << 1) ^ ((entry >> 31) * 0x04C11DB7);
        }

        return entry;
    }
}
