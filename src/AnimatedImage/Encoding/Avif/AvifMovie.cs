namespace AnimatedImage.Encoding.Avif;

/// <summary>Writes the movie box of an image sequence: a colour track and, where there is alpha, an auxiliary track of it (ISO/IEC 23008-12, section 7).</summary>
internal static class AvifMovie
{
    private const int ColorTrack = 1;
    private const int AlphaTrack = 2;

    /// <summary>Writes the box.</summary>
    public static void Write(BoxWriter writer, AvifLayout layout, long mediaStart) => writer.Box("moov"u8, () =>
    {
        writer.FullBox("mvhd"u8, 1, 0, () =>
        {
            writer.Zeros(16);
            writer.UInt32(layout.Timescale);
            writer.UInt64(PlayingTime(layout));
            writer.UInt32(0x00010000);
            writer.UInt16(0x0100);
            writer.Zeros(10);
            WriteIdentityMatrix(writer);
            writer.Zeros(24);
            writer.UInt32(layout.Alpha is null ? 2 : 3);
        });
        WriteTrack(writer, layout, layout.Color, mediaStart);
        if (layout.Alpha is { } alpha)
        {
            WriteTrack(writer, layout, alpha, mediaStart);
        }
    });

    // A repeated edit is played until the track's duration is full; all bits set stand for a duration without end.
    private static ulong PlayingTime(AvifLayout layout) => layout.PlayCount == 0 ? ulong.MaxValue : layout.Duration * (ulong)layout.PlayCount;

    private static void WriteTrack(BoxWriter writer, AvifLayout layout, Av1Samples stream, long mediaStart) => writer.Box("trak"u8, () =>
    {
        bool isAlpha = stream == layout.Alpha;
        writer.FullBox("tkhd"u8, 1, 1, () =>
        {
            writer.Zeros(16);
            writer.UInt32(isAlpha ? AlphaTrack : ColorTrack);
            writer.Zeros(4);
            writer.UInt64(PlayingTime(layout));
            writer.Zeros(16);
            WriteIdentityMatrix(writer);
            writer.UInt32((long)layout.Width << 16);
            writer.UInt32((long)layout.Height << 16);
        });
        if (isAlpha)
        {
            writer.Box("tref"u8, () => writer.Box("auxl"u8, () => writer.UInt32(ColorTrack)));
        }

        writer.Box("edts"u8, () => writer.FullBox("elst"u8, 1, layout.PlayCount == 1 ? 0u : 1u, () =>
        {
            writer.UInt32(1);
            writer.UInt64(layout.Duration);
            writer.UInt64(0);
            writer.UInt16(1);
            writer.UInt16(0);
        }));
        WriteMedia(writer, layout, stream, mediaStart, isAlpha);
    });

    private static void WriteMedia(BoxWriter writer, AvifLayout layout, Av1Samples stream, long mediaStart, bool isAlpha) => writer.Box("mdia"u8, () =>
    {
        writer.FullBox("mdhd"u8, 1, 0, () =>
        {
            const int UndeterminedLanguage = 0x55C4;
            writer.Zeros(16);
            writer.UInt32(layout.Timescale);
            writer.UInt64(layout.Duration);
            writer.UInt16(UndeterminedLanguage);
            writer.UInt16(0);
        });
        AvifItems.WriteHandler(writer, isAlpha ? "auxv"u8 : "pict"u8);
        writer.Box("minf"u8, () =>
        {
            writer.FullBox("vmhd"u8, 0, 1, () => writer.Zeros(8));
            writer.Box("dinf"u8, () => writer.FullBox("dref"u8, 0, 0, () =>
            {
                writer.UInt32(1);
                writer.FullBox("url "u8, 0, 1, () => { });
            }));
            AvifSampleTable.Write(writer, layout, stream, mediaStart, isAlpha);
        });
    });

    private static void WriteIdentityMatrix(BoxWriter writer)
    {
        foreach (long value in (ReadOnlySpan<long>)[0x00010000, 0, 0, 0, 0x00010000, 0, 0, 0, 0x40000000])
        {
            writer.UInt32(value);
        }
    }
}
