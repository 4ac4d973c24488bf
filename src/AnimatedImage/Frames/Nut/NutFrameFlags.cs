namespace AnimatedImage.Frames.Nut;

/// <summary>What a frame's header holds, and what the frame is.</summary>
[Flags]
internal enum NutFrameFlags
{
    /// <summary>Nothing beyond the frame code.</summary>
    None = 0,

    /// <summary>The frame can be decoded alone.</summary>
    Key = 1,

    /// <summary>The stream ends here; the frame has no picture.</summary>
    EndOfRelevance = 1 << 1,

    /// <summary>The timestamp is stored; else it is the last one plus the frame code's delta.</summary>
    CodedTimestamp = 1 << 3,

    /// <summary>The stream's number is stored.</summary>
    StreamId = 1 << 4,

    /// <summary>The upper part of the size is stored.</summary>
    SizeHigh = 1 << 5,

    /// <summary>The header ends with a checksum.</summary>
    Checksum = 1 << 6,

    /// <summary>The number of reserved fields is stored.</summary>
    Reserved = 1 << 7,

    /// <summary>Side data precedes the picture (version 4).</summary>
    SideData = 1 << 8,

    /// <summary>The number of the elided first bytes is stored.</summary>
    HeaderIndex = 1 << 10,

    /// <summary>A time to match is stored.</summary>
    MatchTime = 1 << 11,

    /// <summary>Flags to be flipped are stored.</summary>
    Coded = 1 << 12,

    /// <summary>No frame may have this code.</summary>
    Invalid = 1 << 13,
}
