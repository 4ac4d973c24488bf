using AnimatedImage.Media;

namespace AnimatedImage.Frames.Nut;

/// <summary>
/// Writes one stream of raw video for ffmpeg to read exact timestamps from: <c>-f nut -i pipe:0</c>. The headers go out with the
/// first frame; the end of the stream ends the video.
/// </summary>
/// <param name="stream">Written from where it is; left open.</param>
/// <param name="width">Width in pixels, 1–65535.</param>
/// <param name="height">Height in pixels, 1–65535.</param>
/// <param name="timeBase">Seconds a timestamp unit, for instance 1/1000; both numbers below 2³¹.</param>
/// <param name="layout">How the pictures keep their pixels.</param>
internal sealed class NutWriter(Stream stream, int width, int height, Rational timeBase, PixelLayout layout = PixelLayout.Rgba)
{
    // Every frame is written alike: one frame code says so, and all 255 that may begin a frame mean the same.
    private const NutFrameFlags FrameFlags =
        NutFrameFlags.Key | NutFrameFlags.CodedTimestamp | NutFrameFlags.SizeHigh | NutFrameFlags.Checksum;

    private const int TimestampBits = 7;

    // A reader that is not told of a pipe refuses frames farther than this from a syncpoint; each frame has its own here.
    private const int MaxDistance = 32768;

    private readonly NutFieldWriter _fields = new();
    private bool _isStarted;

    /// <summary>Writes a frame.</summary>
    /// <param name="pixels">A whole picture in the stream's layout.</param>
    /// <param name="timestamp">In units of the time base; ≥ 0 and larger than the one before.</param>
    /// <param name="cancellationToken">Ends the writing; the stream is of no use afterwards.</param>
    public async ValueTask WriteFrameAsync(ReadOnlyMemory<byte> pixels, long timestamp, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(timestamp);
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, FramePool.BytesOf(width, height, layout));
        _fields.Clear();
        if (!_isStarted)
        {
            WriteHeaders();
            _isStarted = true;
        }

        WriteSyncPoint(timestamp);
        WriteFrameHeader(timestamp, pixels.Length);
        await stream.WriteAsync(_fields.Written, cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(pixels, cancellationToken).ConfigureAwait(false);
    }

    private void WriteHeaders()
    {
        _fields.WriteBytes(NutFormat.FileId);

        var main = new NutFieldWriter();
        main.WriteVariable(NutFormat.Version);
        main.WriteVariable(1); // streams
        main.WriteVariable(MaxDistance);
        main.WriteVariable(1); // time bases
        main.WriteVariable(timeBase.Numerator);
        main.WriteVariable(timeBase.Denominator);
        main.WriteVariable((int)FrameFlags);
        main.WriteVariable(6); // fields of the frame code that follow
        main.WriteVariable(0); // timestamp delta
        main.WriteVariable(1); // size factor
        main.WriteVariable(0); // stream
        main.WriteVariable(0); // size, low part
        main.WriteVariable(0); // reserved fields
        main.WriteVariable(255); // how many frame codes: all but the start codes' mark
        main.WriteVariable(0); // elided headers
        WritePacket(NutFormat.MainStartCode, main);

        var video = new NutFieldWriter();
        video.WriteVariable(0); // stream number
        video.WriteVariable(NutFormat.VideoClass);
        video.WriteVariable(NutFormat.CodeOf(layout).Length);
        video.WriteBytes(NutFormat.CodeOf(layout));
        video.WriteVariable(0); // time base number
        video.WriteVariable(TimestampBits);
        video.WriteVariable(timeBase.Denominator); // max_pts_distance
        video.WriteVariable(0); // decode_delay
        video.WriteVariable(0); // stream_flags
        video.WriteVariable(0); // codec data
        video.WriteVariable(width);
        video.WriteVariable(height);
        video.WriteVariable(1); // pixel width
        video.WriteVariable(1); // pixel height
        video.WriteVariable(0); // colour space: unknown
        WritePacket(NutFormat.StreamStartCode, video);
    }

    private void WriteSyncPoint(long timestamp)
    {
        var body = new NutFieldWriter();
        body.WriteVariable(timestamp); // one time base: its number, 0, adds nothing
        body.WriteVariable(0); // back_ptr_div16: every frame is a key frame
        WritePacket(NutFormat.SyncPointStartCode, body);
    }

    private void WriteFrameHeader(long timestamp, int size)
    {
        var header = new NutFieldWriter();
        header.WriteByte(0);
        header.WriteVariable(timestamp + (1L << TimestampBits));
        header.WriteVariable(size);
        header.WriteUInt32(NutChecksum.Of(header.Written.Span));
        _fields.WriteBytes(header.Written.Span);
    }

    private void WritePacket(ulong startCode, NutFieldWriter body)
    {
        // No packet here reaches the size from which its own header is checksummed too.
        _fields.WriteUInt64(startCode);
        _fields.WriteVariable(body.Written.Length + sizeof(uint));
        _fields.WriteBytes(body.Written.Span);
        _fields.WriteUInt32(NutChecksum.Of(body.Written.Span));
    }
}
