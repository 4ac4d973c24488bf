namespace AnimatedImage.Inspection.Webp;

/// <summary>What the first bytes of a VP8 (RFC 6386, section 9.1) or VP8L (RFC 9649, section 3.4) picture say.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="HasAlpha">VP8L's hint; false for VP8.</param>
internal readonly record struct WebpBitstream(int Width, int Height, bool HasAlpha)
{
    /// <summary>Reads the header at the reader's position.</summary>
    public static WebpBitstream Read(ContainerReader reader, WebpChunk chunk) => chunk.Type == WebpChunk.Vp8L ? ReadLossless(reader, chunk) : ReadLossy(reader, chunk);

    private static WebpBitstream ReadLossy(ContainerReader reader, WebpChunk chunk)
    {
        int frameTag = chunk.Length < 10 ? 1 : reader.ReadUInt24LittleEndian();
        bool isInterFrame = (frameTag & 1) != 0;
        if (isInterFrame || reader.ReadUInt24LittleEndian() != 0x2A019D)
        {
            throw reader.Damaged("a picture does not begin as VP8 does");
        }

        return Checked(reader, reader.ReadUInt16LittleEndian() & 0x3FFF, reader.ReadUInt16LittleEndian() & 0x3FFF, false);
    }

    private static WebpBitstream ReadLossless(ContainerReader reader, WebpChunk chunk)
    {
        if (chunk.Length < 5 || reader.ReadByte() != 0x2F)
        {
            throw reader.Damaged("a picture does not begin as lossless WebP does");
        }

        uint bits = reader.ReadUInt32LittleEndian();
        return Checked(reader, (int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1, ((bits >> 28) & 1) != 0);
    }

    private static WebpBitstream Checked(ContainerReader reader, int width, int height, bool hasAlpha) =>
        width > 0 && height > 0 ? new WebpBitstream(width, height, hasAlpha) : throw reader.Damaged("a picture has no size");
}
