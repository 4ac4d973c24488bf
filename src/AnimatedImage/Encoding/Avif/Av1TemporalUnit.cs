namespace AnimatedImage.Encoding.Avif;

/// <summary>Turns a temporal unit as encoders give it into a sample as the container wants it (AV1 Codec ISO Media File Format Binding, section 2.4).</summary>
internal static class Av1TemporalUnit
{
    private const int SequenceHeader = 1;
    private const int TemporalDelimiter = 2;
    private const int FrameHeader = 3;
    private const int Frame = 6;
    private const int Padding = 15;

    /// <summary>Takes out temporal delimiters and padding, in place, and tells what else is there.</summary>
    /// <exception cref="InvalidDataException">The bytes are no AV1.</exception>
    public static Av1Sample Strip(Span<byte> unit)
    {
        int kept = 0;
        bool? isKeyFrame = null;
        Av1SequenceHeader? header = null;
        for (int start = 0; start < unit.Length;)
        {
            (int type, int contentStart, int end) = ReadHeader(unit, start);
            ReadOnlySpan<byte> content = unit[contentStart..end];
            switch (type)
            {
                case SequenceHeader:
                    header = Av1SequenceHeader.Parse(content);
                    break;
                case FrameHeader or Frame:
                    isKeyFrame ??= IsShownKeyFrame(content);
                    break;
            }

            if (type is not (TemporalDelimiter or Padding))
            {
                unit[start..end].CopyTo(unit[kept..]);
                kept += end - start;
            }

            start = end;
        }

        return new Av1Sample(kept, header, isKeyFrame == true && header is not null);
    }

    private static (int Type, int ContentStart, int End) ReadHeader(ReadOnlySpan<byte> unit, int start)
    {
        byte first = unit[start];
        bool hasExtension = (first & 4) != 0;
        bool hasSize = (first & 2) != 0;
        int position = start + (hasExtension ? 2 : 1);
        long size = unit.Length - position;
        if (hasSize)
        {
            size = 0;
            byte part;
            int shift = 0;
            do
            {
                part = position < unit.Length ? unit[position++] : throw Malformed();
                size |= (long)(part & 0x7F) << shift;
                shift += 7;
            }
            while ((part & 0x80) != 0 && shift < 56);
        }

        return size < 0 || position + size > unit.Length ? throw Malformed() : ((first >> 3) & 15, position, position + (int)size);
    }

    // show_existing_frame, frame_type, show_frame: a new key frame that is shown begins 0 00 1.
    private static bool IsShownKeyFrame(ReadOnlySpan<byte> frameHeader) => !frameHeader.IsEmpty && frameHeader[0] >> 4 == 1;

    private static InvalidDataException Malformed() => new("The encoder's output is no AV1.");
}
