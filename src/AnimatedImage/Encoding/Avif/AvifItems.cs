namespace AnimatedImage.Encoding.Avif;

/// <summary>
/// Writes the meta box: the first frame as the file's primary picture, its alpha plane as an auxiliary item of it (ISO/IEC 23008-12,
/// section 6). Both share their bytes with the first sample of the tracks.
/// </summary>
internal static class AvifItems
{
    private const int ColorItem = 1;
    private const int AlphaItem = 2;

    /// <summary>Writes the box.</summary>
    public static void Write(BoxWriter writer, AvifLayout layout, long mediaStart) => writer.FullBox("meta"u8, 0, 0, () =>
    {
        WriteHandler(writer, "pict"u8);
        writer.FullBox("pitm"u8, 0, 0, () => writer.UInt16(ColorItem));
        WriteLocations(writer, layout, mediaStart);
        WriteInformation(writer, layout);
        if (layout.Alpha is not null)
        {
            writer.FullBox("iref"u8, 0, 0, () => writer.Box("auxl"u8, () =>
            {
                writer.UInt16(AlphaItem);
                writer.UInt16(1);
                writer.UInt16(ColorItem);
            }));
        }

        WriteProperties(writer, layout);
    });

    /// <summary>Writes a handler box of one kind.</summary>
    public static void WriteHandler(BoxWriter writer, ReadOnlySpan<byte> kind)
    {
        byte[] type = kind.ToArray();
        writer.FullBox("hdlr"u8, 0, 0, () =>
        {
            writer.UInt32(0);
            writer.Bytes(type);
            writer.Zeros(12);
            writer.Text(""u8);
        });
    }

    private static void WriteLocations(BoxWriter writer, AvifLayout layout, long mediaStart) => writer.FullBox("iloc"u8, 0, 0, () =>
    {
        const int OffsetOf8BytesLengthOf4 = 0x8400;
        writer.UInt16(OffsetOf8BytesLengthOf4);
        writer.UInt16(layout.Alpha is null ? 1 : 2);
        WriteLocation(writer, ColorItem, mediaStart, layout.Color.Lengths[0]);
        if (layout.Alpha is { } alpha)
        {
            WriteLocation(writer, AlphaItem, mediaStart + layout.Color.Lengths[0], alpha.Lengths[0]);
        }
    });

    private static void WriteLocation(BoxWriter writer, int item, long offset, int length)
    {
        writer.UInt16(item);
        writer.UInt16(0);
        writer.UInt16(1);
        writer.UInt64((ulong)offset);
        writer.UInt32(length);
    }

    private static void WriteInformation(BoxWriter writer, AvifLayout layout) => writer.FullBox("iinf"u8, 0, 0, () =>
    {
        writer.UInt16(layout.Alpha is null ? 1 : 2);
        WriteEntry(ColorItem, "Color"u8);
        if (layout.Alpha is not null)
        {
            WriteEntry(AlphaItem, "Alpha"u8);
        }

        void WriteEntry(int item, ReadOnlySpan<byte> name)
        {
            byte[] text = name.ToArray();
            writer.FullBox("infe"u8, 2, 0, () =>
            {
                writer.UInt16(item);
                writer.UInt16(0);
                writer.Bytes("av01"u8);
                writer.Text(text);
            });
        }
    });

    private static void WriteProperties(BoxWriter writer, AvifLayout layout) => writer.Box("iprp"u8, () =>
    {
        writer.Box("ipco"u8, () =>
        {
            WriteExtents(writer, layout);
            WriteDepth(writer, layout.Color.Header);
            AvifProperties.WriteConfiguration(writer, layout.Color.Header);
            AvifProperties.WriteColor(writer, layout.IsRgb);
            if (layout.Alpha is { } alpha)
            {
                WriteDepth(writer, alpha.Header);
                AvifProperties.WriteConfiguration(writer, alpha.Header);
                writer.FullBox("auxC"u8, 0, 0, () => writer.Text(AvifProperties.AlphaType));
            }
        });
        writer.FullBox("ipma"u8, 0, 0, () =>
        {
            // Properties count from 1 in the order above; the highest bit says that a reader must understand this one.
            const byte Essential = 0x80;
            writer.UInt32(layout.Alpha is null ? 1 : 2);
            writer.UInt16(ColorItem);
            writer.Bytes([4, 1, 2, 3 | Essential, 4]);
            if (layout.Alpha is not null)
            {
                writer.UInt16(AlphaItem);
                writer.Bytes([4, 1, 5, 6 | Essential, 7]);
            }
        });
    });

    private static void WriteExtents(BoxWriter writer, AvifLayout layout) => writer.FullBox("ispe"u8, 0, 0, () =>
    {
        writer.UInt32(layout.Width);
        writer.UInt32(layout.Height);
    });

    private static void WriteDepth(BoxWriter writer, Av1SequenceHeader header) => writer.FullBox("pixi"u8, 0, 0, () =>
    {
        writer.Bytes(header.IsMonochrome ? [1, 8] : [3, 8, 8, 8]);
    });
}
