namespace AnimatedImage.Inspection.Avif;

/// <summary>Reads item location boxes (ISO/IEC 14496-12, section 8.11.3), of which the primary item's matters here.</summary>
internal static class AvifItemLocation
{
    /// <summary>Bytes of an item's data, which must lie in the file; 0 when the box does not list it.</summary>
    public static long BytesOf(ContainerReader reader, Box box, uint wanted)
    {
        (byte version, _) = Box.ReadVersion(reader);
        int widths = reader.ReadUInt16();
        int offsetWidth = widths >> 12;
        int lengthWidth = (widths >> 8) & 0xF;
        int baseWidth = (widths >> 4) & 0xF;
        int indexWidth = version is 1 or 2 ? widths & 0xF : 0;
        bool isLong = version > 1;
        for (uint items = isLong ? reader.ReadUInt32() : reader.ReadUInt16(); items > 0 && reader.Position < box.End; items--)
        {
            uint item = isLong ? reader.ReadUInt32() : reader.ReadUInt16();
            const int FileOffsets = 0;
            int method = version is 1 or 2 ? reader.ReadUInt16() & 0xF : FileOffsets;
            reader.Skip(2);
            long start = ReadNumber(reader, baseWidth);
            int extents = reader.ReadUInt16();
            long bytes = 0;
            // Extents without offset and length would cost time and no bytes.
            for (int width = indexWidth + offsetWidth; width + lengthWidth > 0 && extents > 0; extents--)
            {
                reader.Skip(indexWidth);
                long offset = start + ReadNumber(reader, offsetWidth);
                long length = ReadNumber(reader, lengthWidth);
                bytes = Math.Min(bytes + length, reader.Length);
                if (item == wanted && method == FileOffsets && offset + length > reader.Length)
                {
                    throw reader.EndsEarly();
                }
            }

            if (item == wanted)
            {
                return bytes;
            }
        }

        return 0;
    }

    private static long ReadNumber(ContainerReader reader, int width) => width switch
    {
        0 => 0,
        4 => reader.ReadUInt32(),
        8 => (long)Math.Min(reader.ReadUInt64(), 1UL << 60),
        _ => throw reader.Damaged("its table of items has a number of an impossible width"),
    };
}
