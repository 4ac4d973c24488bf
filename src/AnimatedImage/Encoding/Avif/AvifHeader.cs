namespace AnimatedImage.Encoding.Avif;

/// <summary>Writes what comes before the samples of an AVIF (AOM, <i>AV1 Image File Format</i> 1.1): brands, the primary item, the movie, and the media data's own header.</summary>
internal static class AvifHeader
{
    /// <summary>All bytes up to the first sample.</summary>
    public static byte[] Write(AvifLayout layout)
    {
        // The tables hold offsets from the start of the file, and their own size does not depend on the values.
        int length = Write(layout, 0).Length;
        return Write(layout, length);
    }

    private static byte[] Write(AvifLayout layout, long mediaStart)
    {
        BoxWriter writer = new();
        WriteFileType(writer, layout);
        AvifItems.Write(writer, layout, mediaStart);
        if (layout.IsSequence)
        {
            AvifMovie.Write(writer, layout, mediaStart);
        }

        WriteMediaDataHeader(writer, layout.MediaLength);
        return writer.ToArray();
    }

    private static void WriteFileType(BoxWriter writer, AvifLayout layout) => writer.Box("ftyp"u8, () =>
    {
        writer.Bytes(layout.IsSequence ? "avis"u8 : "avif"u8);
        writer.UInt32(0);
        if (layout.IsSequence)
        {
            writer.Bytes("avis"u8);
            writer.Bytes("msf1"u8);
            writer.Bytes("iso8"u8);
        }

        writer.Bytes("avif"u8);
        writer.Bytes("mif1"u8);
        writer.Bytes("miaf"u8);
        // AVIF's profiles: Baseline is AV1 Main, Advanced is AV1 High.
        writer.Bytes(layout.Color.Header.Profile == 0 ? "MA1B"u8 : "MA1A"u8);
    });

    private static void WriteMediaDataHeader(BoxWriter writer, long length)
    {
        const int SmallHeader = 8, LargeHeader = 16;
        bool isLarge = length + SmallHeader > uint.MaxValue;
        writer.UInt32(isLarge ? 1 : length + SmallHeader);
        writer.Bytes("mdat"u8);
        if (isLarge)
        {
            writer.UInt64((ulong)length + LargeHeader);
        }
    }
}
