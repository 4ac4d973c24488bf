namespace AnimatedImage.Media;

/// <summary>The video stream of a source, as stored and as displayed.</summary>
public sealed record VideoStreamInfo
{
    /// <summary>The stream's index in the container.</summary>
    public required int Index { get; init; }

    /// <summary>ffmpeg's codec name: <c>h264</c>, <c>hevc</c>, <c>vp9</c>, …</summary>
    public required string Codec { get; init; }

    /// <summary>ffmpeg's pixel format name: <c>yuv420p</c>, …</summary>
    public string? PixelFormat { get; init; }

    /// <summary>Stored width in pixels.</summary>
    public required int StoredWidth { get; init; }

    /// <summary>Stored height in pixels.</summary>
    public required int StoredHeight { get; init; }

    /// <summary>Width of a stored pixel over its height; 1 for square pixels.</summary>
    public Rational PixelAspectRatio { get; init; } = new(1, 1);

    /// <summary>Clockwise rotation that a player applies: 0, 90, 180 or 270 degrees.</summary>
    public int Rotation { get; init; }

    /// <summary>Displayed width: upright, with square pixels.</summary>
    public int Width => Rotation is 90 or 270 ? StoredHeight : SquareWidth;

    /// <summary>Displayed height: upright, with square pixels.</summary>
    public int Height => Rotation is 90 or 270 ? SquareWidth : StoredHeight;

    /// <summary>Seconds in one tick of the stream's clock.</summary>
    public Rational TimeBase { get; init; } = new(1, 1_000_000);

    /// <summary>The first frame's timestamp on the stream's clock, as stored.</summary>
    public long StartTimestamp { get; init; }

    /// <summary>Average frames a second.</summary>
    public required Rational FrameRate { get; init; }

    /// <summary>True when frames are known not to be evenly spaced.</summary>
    public bool IsVariableFrameRate { get; init; }

    /// <summary>Number of frames where the container says; else null.</summary>
    public long? FrameCount { get; init; }

    /// <summary>Number of key frames where the container's index says, which is looked at for MP4 and MOV files on this machine; else null.</summary>
    public long? KeyFrameCount { get; init; }

    /// <summary>Bits a colour component: 8, 10, 12, …</summary>
    public int BitDepth { get; init; } = 8;

    /// <summary>True when the picture has transparency.</summary>
    public bool HasAlpha { get; init; }

    /// <summary>True when the picture is made of two fields.</summary>
    public bool IsInterlaced { get; init; }

    /// <summary>True for PQ (SMPTE ST 2084) and HLG (ARIB STD-B67) transfer.</summary>
    public bool IsHdr => ColorTransfer is "smpte2084" or "arib-std-b67";

    /// <summary>ffmpeg's name of the transfer function; null when unknown.</summary>
    public string? ColorTransfer { get; init; }

    /// <summary>ffmpeg's name of the primaries; null when unknown.</summary>
    public string? ColorPrimaries { get; init; }

    /// <summary>ffmpeg's name of the YUV matrix; null when unknown.</summary>
    public string? ColorSpace { get; init; }

    /// <summary>ffmpeg's name of the range, <c>tv</c> or <c>pc</c>; null when unknown.</summary>
    public string? ColorRange { get; init; }

    // Width carries the correction, as players do, so that no line of the picture is lost.
    private int SquareWidth => Math.Max(1, (int)Math.Round(StoredWidth * PixelAspectRatio.Value));
}
