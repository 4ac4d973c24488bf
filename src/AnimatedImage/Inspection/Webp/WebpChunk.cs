namespace AnimatedImage.Inspection.Webp;

/// <summary>One RIFF chunk's header.</summary>
/// <param name="Type">Its four characters as a number, least significant byte first.</param>
/// <param name="Start">Where its header begins in the file.</param>
/// <param name="Length">Bytes of data, padding not counted.</param>
internal readonly record struct WebpChunk(uint Type, long Start, uint Length)
{
    public const uint Vp8 = 0x20385056;
    public const uint Vp8L = 0x4C385056;
    public const uint Vp8X = 0x58385056;
    public const uint Alpha = 0x48504C41;
    public const uint Animation = 0x4D494E41;
    public const uint AnimationFrame = 0x464D4E41;
    public const uint ContentKey = 0x594B4941;

    /// <summary>Bytes of a chunk's header.</summary>
    public const int HeaderLength = 8;

    /// <summary>Where its data begins.</summary>
    public long DataStart => Start + HeaderLength;

    /// <summary>Where the next chunk begins: data is padded to an even size.</summary>
    public long Next => DataStart + Length + (Length & 1);

    /// <summary>The chunk with its header, without padding.</summary>
    public FileRange Range => new(Start, HeaderLength + (long)Length);
}
