using System.Buffers.Binary;
using System.Globalization;

namespace AnimatedImage.Inspection.Apng;

/// <summary>
/// Reads PNG and APNG (W3C, <i>Portable Network Graphics Third Edition</i>, sections 5 and 11.3.6). A PNG without an animation
/// control chunk before its image data is a still picture. Sequence numbers and the announced number of frames must be right.
/// </summary>
internal sealed class ApngReader
{
    private readonly ContainerReader _reader;
    private readonly PngChunkReader _chunks;
    private readonly FrameList _frames;
    private int _width;
    private int _height;
    private bool _hasAlpha;
    private string? _contentKey;
    private uint? _announcedFrames;
    private uint _playCount;
    private uint _nextSequence;
    private bool _imageDataSeen;
    private long _imageBytes;
    private ApngFrameControl? _open;
    private long _openBytes;

    private ApngReader(ContainerReader reader)
    {
        _reader = reader;
        _chunks = new PngChunkReader(reader);
        _frames = new FrameList(reader);
    }

    /// <summary>The eight bytes every PNG begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Reads the whole file.</summary>
    public static AnimationInfo Read(ContainerReader reader) => new ApngReader(reader).Read();

    private AnimationInfo Read()
    {
        _reader.Skip(Signature.Length);
        PngChunk chunk = _chunks.Next();
        if (chunk is not { Type: PngChunk.Header, Length: 13 })
        {
            throw _reader.Damaged("its first chunk is no image header");
        }

        ReadHeader(_chunks.Data);
        do
        {
            chunk = _chunks.Next();
            Take(chunk);
        }
        while (chunk.Type != PngChunk.End);

        CloseFrame();
        if (!_imageDataSeen)
        {
            throw _reader.Damaged("it holds no image data");
        }

        if (_announcedFrames is null)
        {
            _frames.Add(TimeSpan.Zero, 0, 0, _width, _height, _imageBytes, FrameDisposal.Keep, FrameBlend.Source);
        }
        else if (_announcedFrames != _frames.Count)
        {
            throw _reader.Damaged(string.Create(CultureInfo.InvariantCulture, $"it announces {_announcedFrames} frames and holds {_frames.Count}"));
        }

        return new AnimationInfo
        {
            Format = "Apng",
            Width = _width,
            Height = _height,
            Frames = _frames.Frames,
            PlayCount = _announcedFrames is null ? 1 : (int)Math.Min(_playCount, int.MaxValue),
            Duration = _frames.Duration,
            HasAlpha = _hasAlpha,
            Bytes = _reader.Length,
            ContentKey = _contentKey,
        };
    }

    private void ReadHeader(ReadOnlySpan<byte> data)
    {
        _width = BinaryPrimitives.ReadInt32BigEndian(data);
        _height = BinaryPrimitives.ReadInt32BigEndian(data[4..]);
        if (_width <= 0 || _height <= 0)
        {
            throw _reader.Damaged("its size is impossible");
        }

        const byte GrayWithAlpha = 4, ColorWithAlpha = 6;
        _hasAlpha = data[9] is GrayWithAlpha or ColorWithAlpha;
    }

    private void Take(PngChunk chunk)
    {
        switch (chunk.Type)
        {
            case PngChunk.AnimationControl when !_imageDataSeen && _announcedFrames is null:
                TakeAnimationControl(chunk);
                break;
            case PngChunk.FrameControl when _announcedFrames is not null:
                TakeFrameControl(chunk);
                break;
            case PngChunk.ImageData:
                _imageDataSeen = true;
                _imageBytes += chunk.Length;
                _openBytes += chunk.Length;
                break;
            case PngChunk.FrameData when _announcedFrames is not null:
                TakeFrameData(chunk);
                break;
            case PngChunk.Transparency:
                _hasAlpha = true;
                break;
            case PngChunk.Text when chunk.Length == _chunks.Data.Length:
                _contentKey = ContentKeyMark.FromPngText(_chunks.Data) ?? _contentKey;
                break;
        }
    }

    private void TakeAnimationControl(PngChunk chunk)
    {
        if (chunk.Length != 8)
        {
            throw _reader.Damaged("its animation control chunk has the wrong size");
        }

        _announcedFrames = BinaryPrimitives.ReadUInt32BigEndian(_chunks.Data);
        _playCount = BinaryPrimitives.ReadUInt32BigEndian(_chunks.Data[4..]);
        if (_announcedFrames == 0)
        {
            throw _reader.Damaged("it announces an animation without frames");
        }

        _frames.Announce(_announcedFrames.Value);
    }

    private void TakeFrameControl(PngChunk chunk)
    {
        if (chunk.Length != ApngFrameControl.Length)
        {
            throw _reader.Damaged("a frame control chunk has the wrong size");
        }

        CloseFrame();
        CheckSequence();
        ApngFrameControl control = ApngFrameControl.Parse(_chunks.Data);
        bool isDefaultImage = !_imageDataSeen;
        bool fits = control.Width > 0 && control.Height > 0 && (ulong)control.X + control.Width <= (uint)_width && (ulong)control.Y + control.Height <= (uint)_height;
        if (!fits || (isDefaultImage && (control.Width != _width || control.Height != _height)))
        {
            throw _reader.Damaged("a frame does not fit the canvas");
        }

        (_open, _openBytes) = (control, 0);
    }

    private void TakeFrameData(PngChunk chunk)
    {
        if (chunk.Length < sizeof(uint) || _open is null || !_imageDataSeen)
        {
            throw _reader.Damaged("frame data stands outside of a frame");
        }

        CheckSequence();
        _openBytes += chunk.Length - sizeof(uint);
    }

    private void CheckSequence()
    {
        if (BinaryPrimitives.ReadUInt32BigEndian(_chunks.Data) != _nextSequence++)
        {
            throw _reader.Damaged("its frames are out of order");
        }
    }

    private void CloseFrame()
    {
        if (_open is not { } control)
        {
            return;
        }

        if (_openBytes == 0)
        {
            throw _reader.Damaged("a frame has no data");
        }

        _frames.Add(control.Delay, (int)control.X, (int)control.Y, (int)control.Width, (int)control.Height, _openBytes, control.Disposal, control.Blend);
        _open = null;
    }
}
