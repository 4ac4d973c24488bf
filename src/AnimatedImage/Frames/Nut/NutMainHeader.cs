using AnimatedImage.Media;

namespace AnimatedImage.Frames.Nut;

/// <summary>The main header: time bases, the meaning of the 256 frame codes, the elided first bytes.</summary>
internal sealed class NutMainHeader
{
    // Limits of the specification and of ffmpeg's own reader.
    private const int MaxTimeBases = 256;
    private const int MaxElidedHeaders = 127;

    // Two layouts of every output that one decode can serve.
    private const int MaxStreams = 64;

    private NutMainHeader(int streamCount, Rational[] timeBases, NutFrameCode[] frameCodes, byte[][] elidedHeaders)
    {
        StreamCount = streamCount;
        TimeBases = timeBases;
        FrameCodes = frameCodes;
        ElidedHeaders = elidedHeaders;
    }

    /// <summary>Number of streams.</summary>
    public int StreamCount { get; }

    /// <summary>Seconds a timestamp unit, by number.</summary>
    public IReadOnlyList<Rational> TimeBases { get; }

    /// <summary>By first byte.</summary>
    public IReadOnlyList<NutFrameCode> FrameCodes { get; }

    /// <summary>Bytes that were left out at the beginning of a frame's data, by number; number 0 is empty.</summary>
    public IReadOnlyList<byte[]> ElidedHeaders { get; }

    /// <summary>Parses a packet's body.</summary>
    /// <exception cref="InvalidDataException">It is malformed, or tells of more streams than anything here asks for.</exception>
    public static NutMainHeader Parse(ref NutFields fields)
    {
        fields.ReadVariable(2, NutFormat.Version, "version");
        int streamCount = fields.ReadVariable(1, MaxStreams, "number of streams");
        fields.ReadVariable(); // max_distance serves to find the way after damage, which a pipe does not have.
        var timeBases = new Rational[fields.ReadVariable(1, MaxTimeBases, "number of time bases")];
        for (int i = 0; i < timeBases.Length; i++)
        {
            int numerator = fields.ReadVariable(1, int.MaxValue, "time base");
            timeBases[i] = new Rational(numerator, fields.ReadVariable(1, int.MaxValue, "time base"));
        }

        return new NutMainHeader(streamCount, timeBases, ParseFrameCodes(ref fields, streamCount), ParseElidedHeaders(ref fields));
    }

    private static NutFrameCode[] ParseFrameCodes(ref NutFields fields, int streamCount)
    {
        var codes = new NutFrameCode[256];
        codes[NutFormat.StartCodeMark] = new NutFrameCode { Flags = NutFrameFlags.Invalid };
        long delta = 0;
        int factor = 1;
        int stream = 0;
        int headerIndex = 0;
        for (int code = 0; code < codes.Length;)
        {
            var flags = (NutFrameFlags)fields.ReadVariable(0, ushort.MaxValue, "frame flags");
            int fieldCount = fields.ReadVariable(0, 64, "number of fields");
            delta = fieldCount > 0 ? fields.ReadSigned() : delta;
            factor = fieldCount > 1 ? fields.ReadVariable(0, ushort.MaxValue, "size factor") : factor;
            stream = fieldCount > 2 ? fields.ReadVariable(0, streamCount - 1, "stream number") : stream;
            int size = fieldCount > 3 ? fields.ReadVariable(0, ushort.MaxValue, "frame size") : 0;
            int reserved = fieldCount > 4 ? fields.ReadVariable(0, 16, "number of reserved fields") : 0;
            int count = fieldCount > 5 ? fields.ReadVariable(1, 256, "number of frame codes") : factor - size;
            if (fieldCount > 6)
            {
                fields.ReadSigned();
            }

            headerIndex = fieldCount > 7 ? fields.ReadVariable(0, MaxElidedHeaders, "elided header") : headerIndex;
            for (int field = 8; field < fieldCount; field++)
            {
                fields.ReadVariable();
            }

            if (count <= 0 || count > codes.Length - code - (code <= NutFormat.StartCodeMark ? 1 : 0))
            {
                throw new InvalidDataException("The NUT stream's table of frame codes is malformed.");
            }

            for (int i = 0; i < count; code++)
            {
                if (code != NutFormat.StartCodeMark)
                {
                    codes[code] = new NutFrameCode(flags, delta, factor, stream, size + i, reserved, headerIndex);
                    i++;
                }
            }

            // The mark's own code belongs to no run; a run that ends right before it is followed by it.
            code += code == NutFormat.StartCodeMark ? 1 : 0;
        }

        return codes;
    }

    private static byte[][] ParseElidedHeaders(ref NutFields fields)
    {
        // Version 2 ends before them; then the checksum is all that is left.
        if (fields.IsAtEnd)
        {
            return [[]];
        }

        var headers = new byte[fields.ReadVariable(0, MaxElidedHeaders, "number of elided headers") + 1][];
        headers[0] = [];
        for (int i = 1; i < headers.Length; i++)
        {
            headers[i] = fields.ReadBytes(fields.ReadVariable(1, 255, "elided header's size")).ToArray();
        }

        return headers;
    }
}
