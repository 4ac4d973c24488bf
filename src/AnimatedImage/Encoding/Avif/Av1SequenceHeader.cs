namespace AnimatedImage.Encoding.Avif;

/// <summary>What an AV1 sequence header says (AV1 Bitstream &amp; Decoding Process Specification, sections 5.5 and 6.4) as far as the container repeats it.</summary>
internal sealed record Av1SequenceHeader
{
    /// <summary>0 Main (4:2:0 and monochrome), 1 High (4:4:4), 2 Professional.</summary>
    public required uint Profile { get; init; }

    /// <summary>Level index of the first operating point.</summary>
    public required uint Level { get; init; }

    /// <summary>0 Main, 1 High tier.</summary>
    public required uint Tier { get; init; }

    /// <summary>Frame width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Frame height in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>True for more than 8 bits a component.</summary>
    public required bool IsHighBitDepth { get; init; }

    /// <summary>True for 12 bits a component.</summary>
    public required bool IsTwelveBit { get; init; }

    /// <summary>True when there is no chroma.</summary>
    public required bool IsMonochrome { get; init; }

    /// <summary>True when chroma has half the width.</summary>
    public required bool HasHalfWidthChroma { get; init; }

    /// <summary>True when chroma has half the height.</summary>
    public required bool HasHalfHeightChroma { get; init; }

    /// <summary>0 unknown, 1 left, 2 top left.</summary>
    public required uint ChromaPosition { get; init; }

    /// <summary>Reads the content of a sequence header OBU.</summary>
    /// <exception cref="InvalidDataException">It is cut off.</exception>
    public static Av1SequenceHeader Parse(ReadOnlySpan<byte> payload)
    {
        BitReader bits = new(payload);
        uint profile = bits.Read(3);
        bits.Skip(1);
        bool isReduced = bits.ReadFlag();
        (uint level, uint tier) = isReduced ? (bits.Read(5), 0u) : ReadOperatingPoints(ref bits);
        int widthBits = (int)bits.Read(4) + 1;
        int heightBits = (int)bits.Read(4) + 1;
        int width = (int)bits.Read(widthBits) + 1;
        int height = (int)bits.Read(heightBits) + 1;
        SkipTools(ref bits, isReduced);
        bool isHighBitDepth = bits.ReadFlag();
        bool isTwelveBit = profile == 2 && isHighBitDepth && bits.ReadFlag();
        bool isMonochrome = profile != 1 && bits.ReadFlag();
        (bool halfWidth, bool halfHeight, uint position) = ReadChroma(ref bits, profile, isTwelveBit, isMonochrome);
        return bits.IsPastEnd
            ? throw new InvalidDataException("The AV1 sequence header is cut off.")
            : new Av1SequenceHeader
            {
                Profile = profile,
                Level = level,
                Tier = tier,
                Width = width,
                Height = height,
                IsHighBitDepth = isHighBitDepth,
                IsTwelveBit = isTwelveBit,
                IsMonochrome = isMonochrome,
                HasHalfWidthChroma = halfWidth,
                HasHalfHeightChroma = halfHeight,
                ChromaPosition = position,
            };
    }

    private static (uint Level, uint Tier) ReadOperatingPoints(ref BitReader bits)
    {
        int delayBits = 0;
        bool hasTiming = bits.ReadFlag();
        bool hasDecoderModel = false;
        if (hasTiming)
        {
            SkipTiming(ref bits);
            hasDecoderModel = bits.ReadFlag();
            if (hasDecoderModel)
            {
                delayBits = (int)bits.Read(5) + 1;
                bits.Skip(32 + 5 + 5);
            }
        }

        bool hasDisplayDelay = bits.ReadFlag();
        uint count = bits.Read(5) + 1;
        (uint Level, uint Tier) first = default;
        for (uint point = 0; point < count; point++)
        {
            bits.Skip(12);
            uint level = bits.Read(5);
            uint tier = level > 7 ? bits.Read(1) : 0;
            if (hasDecoderModel && bits.ReadFlag())
            {
                bits.Skip((2 * delayBits) + 1);
            }

            if (hasDisplayDelay && bits.ReadFlag())
            {
                bits.Skip(4);
            }

            first = point == 0 ? (level, tier) : first;
        }

        return first;
    }

    private static void SkipTiming(ref BitReader bits)
    {
        bits.Skip(64);
        if (bits.ReadFlag())
        {
            // A number with as many leading zeros as it has bits after its first one.
            int zeros = 0;
            while (!bits.ReadFlag() && !bits.IsPastEnd)
            {
                zeros++;
            }

            bits.Skip(zeros < 32 ? zeros : 0);
        }
    }

    private static void SkipTools(ref BitReader bits, bool isReduced)
    {
        const int BlockAndIntraTools = 3, SuperResolutionAndFilters = 3;
        const uint SelectedByFrame = 2;
        if (isReduced)
        {
            bits.Skip(BlockAndIntraTools + SuperResolutionAndFilters);
            return;
        }

        if (bits.ReadFlag())
        {
            bits.Skip(4 + 3);
        }

        bits.Skip(BlockAndIntraTools + 4);
        bool hasOrderHint = bits.ReadFlag();
        bits.Skip(hasOrderHint ? 2 : 0);
        uint screenContentTools = bits.ReadFlag() ? SelectedByFrame : bits.Read(1);
        if (screenContentTools > 0 && !bits.ReadFlag())
        {
            bits.Skip(1);
        }

        bits.Skip(hasOrderHint ? 3 : 0);
        bits.Skip(SuperResolutionAndFilters);
    }

    private static (bool HalfWidth, bool HalfHeight, uint Position) ReadChroma(ref BitReader bits, uint profile, bool isTwelveBit, bool isMonochrome)
    {
        const uint Bt709 = 1, Srgb = 13, Identity = 0, Unspecified = 2;
        (uint primaries, uint transfer, uint matrix) = bits.ReadFlag() ? (bits.Read(8), bits.Read(8), bits.Read(8)) : (Unspecified, Unspecified, Unspecified);
        if (isMonochrome)
        {
            bits.Skip(1);
            return (true, true, 0);
        }

        if (primaries == Bt709 && transfer == Srgb && matrix == Identity)
        {
            return (false, false, 0);
        }

        bits.Skip(1);
        (bool halfWidth, bool halfHeight) = profile switch
        {
            0 => (true, true),
            1 => (false, false),
            _ when !isTwelveBit => (true, false),
            _ => bits.ReadFlag() ? (true, bits.ReadFlag()) : (false, false),
        };
        return (halfWidth, halfHeight, halfWidth && halfHeight ? bits.Read(2) : 0);
    }
}
