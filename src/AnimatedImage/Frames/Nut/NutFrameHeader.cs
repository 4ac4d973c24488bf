namespace AnimatedImage.Frames.Nut;

/// <summary>A frame's header, resolved.</summary>
/// <param name="Stream">The number of its stream.</param>
/// <param name="Timestamp">In units of the stream's time base.</param>
/// <param name="DataSize">Bytes that follow.</param>
/// <param name="Elided">Bytes that precede them but are not stored.</param>
/// <param name="EndsStream">True for the mark at a stream's end, which has no picture.</param>
internal readonly record struct NutFrameHeader(int Stream, long Timestamp, long DataSize, byte[] Elided, bool EndsStream)
{
    /// <summary>No header that ffmpeg writes is longer.</summary>
    public const int MaxSize = 256;

    /// <summary>Parses one header.</summary>
    /// <param name="fields">From the frame code on.</param>
    /// <param name="main">The main header.</param>
    /// <param name="streams">The streams, by number.</param>
    /// <param name="lastTimestamps">For each stream the timestamp of the frame or syncpoint before.</param>
    /// <exception cref="InvalidDataException">It is malformed.</exception>
    public static NutFrameHeader Parse(ref NutFields fields, NutMainHeader main, IReadOnlyList<NutVideoStream> streams, ReadOnlySpan<long> lastTimestamps)
    {
        NutFrameCode code = main.FrameCodes[fields.ReadByte()];
        NutFrameFlags flags = code.Flags;
        if (flags.HasFlag(NutFrameFlags.Coded))
        {
            flags ^= (NutFrameFlags)fields.ReadVariable(0, ushort.MaxValue, "frame flags");
        }

        if ((flags & (NutFrameFlags.Invalid | NutFrameFlags.SideData)) != 0)
        {
            throw new InvalidDataException("The NUT stream has a frame of an unknown kind.");
        }

        int stream = flags.HasFlag(NutFrameFlags.StreamId) ? fields.ReadVariable(0, streams.Count - 1, "stream number") : code.Stream;
        long timestamp = flags.HasFlag(NutFrameFlags.CodedTimestamp)
            ? Resolve(fields.ReadVariable(), streams[stream].TimestampBits, lastTimestamps[stream])
            : unchecked(lastTimestamps[stream] + code.TimestampDelta);
        long sizeHigh = flags.HasFlag(NutFrameFlags.SizeHigh) ? fields.ReadVariable(0, int.MaxValue, "frame size") : 0;
        if (flags.HasFlag(NutFrameFlags.MatchTime))
        {
            fields.ReadSigned();
        }

        int headerIndex = flags.HasFlag(NutFrameFlags.HeaderIndex) ? fields.ReadVariable(0, int.MaxValue, "elided header") : code.HeaderIndex;
        int reserved = flags.HasFlag(NutFrameFlags.Reserved) ? fields.ReadVariable(0, MaxSize, "number of reserved fields") : code.ReservedCount;
        for (int i = 0; i < reserved; i++)
        {
            fields.ReadVariable();
        }

        uint checksum = fields.Checksum;
        if (flags.HasFlag(NutFrameFlags.Checksum) && fields.ReadUInt32() != checksum)
        {
            throw new InvalidDataException("The checksum of a frame in the NUT stream is wrong.");
        }

        long size = code.SizeLow + (sizeHigh * code.SizeFactor);
        if (headerIndex >= main.ElidedHeaders.Count || timestamp < 0)
        {
            throw new InvalidDataException("The header of a frame in the NUT stream is malformed.");
        }

        byte[] elided = main.ElidedHeaders[headerIndex];
        return new NutFrameHeader(stream, timestamp, size - elided.Length, elided, flags.HasFlag(NutFrameFlags.EndOfRelevance));
    }

    /// <summary>Low bits → the number nearest to the last one that ends with them; larger numbers are whole timestamps.</summary>
    private static long Resolve(long coded, int bits, long last)
    {
        long range = 1L << bits;
        if (coded >= range)
        {
            return coded - range;
        }

        long mask = range - 1;
        long lowest = unchecked(last - (mask / 2));
        return unchecked(((coded - lowest) & mask) + lowest);
    }
}
