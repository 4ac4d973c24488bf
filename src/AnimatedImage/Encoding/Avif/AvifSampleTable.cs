namespace AnimatedImage.Encoding.Avif;

/// <summary>Writes a track's sample table (ISO/IEC 14496-12, section 8.5): what a sample is, how long it is shown, where it lies.</summary>
internal static class AvifSampleTable
{
    /// <summary>Writes the box.</summary>
    public static void Write(BoxWriter writer, AvifLayout layout, Av1Samples stream, long mediaStart, bool isAlpha) => writer.Box("stbl"u8, () =>
    {
        writer.FullBox("stsd"u8, 0, 0, () =>
        {
            writer.UInt32(1);
            WriteSampleEntry(writer, layout, stream, isAlpha);
        });
        WriteTimes(writer, layout.Delays);
        writer.FullBox("stss"u8, 0, 0, () => WriteList(writer, stream.SyncSamples, index => index + 1));
        writer.FullBox("stsc"u8, 0, 0, () =>
        {
            writer.UInt32(1);
            writer.UInt32(1);
            writer.UInt32(layout.SamplesInChunk);
            writer.UInt32(1);
        });
        writer.FullBox("stsz"u8, 0, 0, () =>
        {
            writer.UInt32(0);
            WriteList(writer, stream.Lengths, length => length);
        });
        WriteOffsets(writer, layout, stream, mediaStart);
    });

    private static void WriteSampleEntry(BoxWriter writer, AvifLayout layout, Av1Samples stream, bool isAlpha) => writer.Box("av01"u8, () =>
    {
        const int DotsPerInch72 = 0x00480000, Depth24 = 24;
        writer.Zeros(6);
        writer.UInt16(1);
        writer.Zeros(16);
        writer.UInt16(layout.Width);
        writer.UInt16(layout.Height);
        writer.UInt32(DotsPerInch72);
        writer.UInt32(DotsPerInch72);
        writer.UInt32(0);
        writer.UInt16(1);
        writer.Zeros(32);
        writer.UInt16(Depth24);
        writer.UInt16(0xFFFF);
        AvifProperties.WriteConfiguration(writer, stream.Header);
        if (isAlpha)
        {
            writer.FullBox("auxi"u8, 0, 0, () => writer.Text(AvifProperties.AlphaType));
        }
        else
        {
            AvifProperties.WriteColor(writer, layout.IsRgb);
        }

        // Coding constraints: pictures may refer to others, use intra prediction, and refer to any number.
        writer.FullBox("ccst"u8, 0, 0, () => writer.UInt32(0x7C000000));
    });

    private static void WriteTimes(BoxWriter writer, IReadOnlyList<int> delays)
    {
        List<(int Count, int Delay)> runs = [];
        foreach (int delay in delays)
        {
            if (runs is [.., var last] && last.Delay == delay)
            {
                runs[^1] = (last.Count + 1, delay);
            }
            else
            {
                runs.Add((1, delay));
            }
        }

        writer.FullBox("stts"u8, 0, 0, () =>
        {
            writer.UInt32(runs.Count);
            foreach ((int count, int delay) in runs)
            {
                writer.UInt32(count);
                writer.UInt32(delay);
            }
        });
    }

    private static void WriteOffsets(BoxWriter writer, AvifLayout layout, Av1Samples stream, long mediaStart)
    {
        // Decided by what does not change when the start becomes known; the margin is more than any header takes.
        bool isLarge = layout.MediaLength > uint.MaxValue - (1L << 28);
        writer.FullBox(isLarge ? "co64"u8 : "stco"u8, 0, 0, () =>
        {
            writer.UInt32(layout.Delays.Count / layout.SamplesInChunk);
            foreach (long offset in layout.OffsetsOf(stream).Take(layout.Delays.Count / layout.SamplesInChunk))
            {
                if (isLarge)
                {
                    writer.UInt64((ulong)(mediaStart + offset));
                }
                else
                {
                    writer.UInt32(mediaStart + offset);
                }
            }
        });
    }

    private static void WriteList(BoxWriter writer, IReadOnlyList<int> values, Func<int, int> stored)
    {
        writer.UInt32(values.Count);
        foreach (int value in values)
        {
            writer.UInt32(stored(value));
        }
    }
}
