namespace AnimatedImage.Frames.Nut;

/// <summary>
/// The constants of NUT, ffmpeg's own container, from the NUT Open Container Format specification (ffmpeg's <c>nut.txt</c>). It is
/// used because it is the one container that carries raw frames together with exact timestamps through a pipe.
/// </summary>
internal static class NutFormat
{
    /// <summary>Start of a packet with the main header.</summary>
    public const ulong MainStartCode = 0x4E4D_7A56_1F5F_04AD;

    /// <summary>Start of a packet with a stream header.</summary>
    public const ulong StreamStartCode = 0x4E53_1140_5BF2_F9DB;

    /// <summary>Start of a syncpoint.</summary>
    public const ulong SyncPointStartCode = 0x4E4B_E4AD_EECA_4569;

    /// <summary>First byte of every start code; no frame may begin with it.</summary>
    public const byte StartCodeMark = (byte)'N';

    /// <summary>The version that ffmpeg writes and reads without being told to experiment.</summary>
    public const int Version = 3;

    /// <summary>Packets with a longer body carry a checksum of their own header.</summary>
    public const int PlainPacketSize = 4096;

    /// <summary>The stream class of video.</summary>
    public const int VideoClass = 0;

    /// <summary>What every file begins with.</summary>
    public static ReadOnlySpan<byte> FileId => "nut/multimedia container\0"u8;

    /// <summary>The codec code of raw pictures.</summary>
    /// <param name="layout">Their pixels.</param>
    public static ReadOnlySpan<byte> CodeOf(PixelLayout layout) => layout switch
    {
        PixelLayout.Rgba => "RGBA"u8,
        PixelLayout.Yuv420 => "I420"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, null),
    };
}
