namespace AnimatedImage.Encoding.Avif;

/// <summary>Writes the boxes that describe a picture alike in items and in tracks.</summary>
internal static class AvifProperties
{
    /// <summary>The auxiliary type of alpha planes (ISO/IEC 23008-12; AVIF 1.1, section 4.1).</summary>
    public static ReadOnlySpan<byte> AlphaType => "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"u8;

    /// <summary>Writes <c>av1C</c>, the codec's configuration (AV1 Codec ISO Media File Format Binding, section 2.3).</summary>
    public static void WriteConfiguration(BoxWriter writer, Av1SequenceHeader header) => writer.Box("av1C"u8, () =>
    {
        writer.Byte(0x81);
        writer.Byte((byte)((header.Profile << 5) | header.Level));
        writer.Byte((byte)(
            (header.Tier << 7)
            | Bit(header.IsHighBitDepth, 6)
            | Bit(header.IsTwelveBit, 5)
            | Bit(header.IsMonochrome, 4)
            | Bit(header.HasHalfWidthChroma, 3)
            | Bit(header.HasHalfHeightChroma, 2)
            | header.ChromaPosition));
        writer.Byte(0);
    });

    /// <summary>Writes <c>colr</c>: sRGB with the matrix of BT.601 in limited range, or as RGB in full range (ISO/IEC 23091-2).</summary>
    public static void WriteColor(BoxWriter writer, bool isRgb) => writer.Box("colr"u8, () =>
    {
        const int Bt709Primaries = 1, SrgbTransfer = 13, Identity = 0, Bt601Matrix = 6;
        const byte LimitedRange = 0, FullRange = 0x80;
        writer.Bytes("nclx"u8);
        writer.UInt16(Bt709Primaries);
        writer.UInt16(SrgbTransfer);
        writer.UInt16(isRgb ? Identity : Bt601Matrix);
        writer.Byte(isRgb ? FullRange : LimitedRange);
    });

    private static uint Bit(bool value, int position) => value ? 1u << position : 0;
}
