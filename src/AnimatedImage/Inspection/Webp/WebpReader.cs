namespace AnimatedImage.Inspection.Webp;

/// <summary>Reads the container of WebP (RFC 9649, section 2): simple files, extended stills and animations. Bytes after the RIFF data are ignored.</summary>
internal sealed class WebpReader
{
    private const int FrameHeaderLength = 16;

    private readonly ContainerReader _reader;
    private readonly List<WebpFrame> _frames = [];
    private long _end;
    private int _width;
    private int _height;
    private bool _isExtended;
    private bool _isAnimated;
    private bool _hasAlpha;
    private uint _background;
    private int _playCount = 1;
    private string? _contentKey;
    private FileRange _stillAlpha;

    private WebpReader(ContainerReader reader)
    {
        _reader = reader;
        reader.Progress = () => FrameList.Describe(_frames.Count);
    }

    /// <summary>Reads the whole file.</summary>
    public static AnimationInfo Read(ContainerReader reader)
    {
        WebpAnimation animation = ReadStructure(reader);
        FrameList list = new(reader);
        foreach (WebpFrame frame in animation.Frames)
        {
            list.Add(frame.Duration, frame.X, frame.Y, frame.Width, frame.Height, frame.Bytes, frame.Disposal, frame.Blend);
        }

        return new AnimationInfo
        {
            Format = "WebP",
            Width = animation.Width,
            Height = animation.Height,
            Frames = list.Frames,
            PlayCount = animation.PlayCount,
            Duration = list.Duration,
            HasAlpha = animation.HasAlpha,
            Bytes = reader.Length,
            ContentKey = animation.ContentKey,
        };
    }

    /// <summary>Reads the whole file's structure, with the places of the pictures.</summary>
    public static WebpAnimation ReadStructure(ContainerReader reader) => new WebpReader(reader).ReadStructure();

    private WebpAnimation ReadStructure()
    {
        _reader.Position = 4;
        _end = WebpChunk.HeaderLength + (long)_reader.ReadUInt32LittleEndian();
        for (_reader.Position = 12; _reader.Position + WebpChunk.HeaderLength <= _end;)
        {
            WebpChunk chunk = ReadChunkHeader(_end);
            Take(chunk);
            _reader.Position = chunk.Next;
        }

        if (_frames.Count == 0)
        {
            throw _reader.Damaged("it holds no picture");
        }

        return new WebpAnimation
        {
            Width = _width,
            Height = _height,
            Background = _background,
            PlayCount = _playCount,
            HasAlpha = _hasAlpha,
            Frames = _frames,
            ContentKey = _contentKey,
        };
    }

    private WebpChunk ReadChunkHeader(long limit)
    {
        long start = _reader.Position;
        WebpChunk chunk = new(_reader.ReadUInt32LittleEndian(), start, _reader.ReadUInt32LittleEndian());
        long end = chunk.DataStart + chunk.Length;
        if (end > limit)
        {
            throw _reader.Damaged("a chunk is larger than what holds it");
        }

        return end > _reader.Length ? throw _reader.EndsEarly() : chunk;
    }

    private void Take(WebpChunk chunk)
    {
        switch (chunk.Type)
        {
            case WebpChunk.Vp8X when chunk.Start == 12 && chunk.Length >= 10:
                TakeExtendedHeader();
                break;
            case WebpChunk.Animation when _isAnimated && chunk.Length >= 6:
                _background = _reader.ReadUInt32LittleEndian();
                _playCount = _reader.ReadUInt16LittleEndian();
                break;
            case WebpChunk.AnimationFrame when _isAnimated:
                TakeFrame(chunk);
                break;
            case WebpChunk.Alpha when _isExtended && !_isAnimated:
                _stillAlpha = chunk.Range;
                break;
            case WebpChunk.Vp8 or WebpChunk.Vp8L when !_isAnimated && _frames.Count == 0:
                TakeStill(chunk);
                break;
            case WebpChunk.ContentKey when chunk.Length <= ContentKeyMark.MaxLength:
                Span<byte> key = stackalloc byte[(int)chunk.Length];
                _reader.Read(key);
                _contentKey = ContentKeyMark.FromBytes(key) ?? _contentKey;
                break;
        }
    }

    private void TakeExtendedHeader()
    {
        const byte AnimationFlag = 0x02, AlphaFlag = 0x10;
        byte flags = _reader.ReadByte();
        _reader.Skip(3);
        _isExtended = true;
        _isAnimated = (flags & AnimationFlag) != 0;
        _hasAlpha = (flags & AlphaFlag) != 0;
        // Without an animation chunk libwebp plays an animation for ever.
        _playCount = _isAnimated ? 0 : 1;
        _width = _reader.ReadUInt24LittleEndian() + 1;
        _height = _reader.ReadUInt24LittleEndian() + 1;
        if ((ulong)_width * (ulong)_height > uint.MaxValue)
        {
            throw _reader.Damaged("its canvas is larger than WebP allows");
        }
    }

    private void TakeStill(WebpChunk chunk)
    {
        WebpBitstream picture = WebpBitstream.Read(_reader, chunk);
        if (!_isExtended)
        {
            (_width, _height, _hasAlpha) = (picture.Width, picture.Height, picture.HasAlpha);
        }
        else if (picture.Width != _width || picture.Height != _height)
        {
            throw _reader.Damaged("the picture's size is not the canvas's");
        }

        FileRange alpha = chunk.Type == WebpChunk.Vp8 ? _stillAlpha : default;
        _frames.Add(new WebpFrame(0, 0, _width, _height, TimeSpan.Zero, FrameDisposal.Keep, FrameBlend.Source, _hasAlpha, alpha, chunk.Range));
    }

    private void TakeFrame(WebpChunk chunk)
    {
        if (_frames.Count == FrameList.MaxFrames)
        {
            throw FrameList.TooMany(_reader);
        }

        if (chunk.Length < FrameHeaderLength)
        {
            throw _reader.Damaged("a frame has no header");
        }

        const byte DisposeFlag = 0x01, NoBlendFlag = 0x02;
        int x = _reader.ReadUInt24LittleEndian() * 2;
        int y = _reader.ReadUInt24LittleEndian() * 2;
        int width = _reader.ReadUInt24LittleEndian() + 1;
        int height = _reader.ReadUInt24LittleEndian() + 1;
        TimeSpan duration = TimeSpan.FromMilliseconds(_reader.ReadUInt24LittleEndian());
        byte flags = _reader.ReadByte();
        if (x + width > _width || y + height > _height)
        {
            throw _reader.Damaged("a frame does not fit the canvas");
        }

        FrameDisposal disposal = (flags & DisposeFlag) != 0 ? FrameDisposal.Background : FrameDisposal.Keep;
        FrameBlend blend = (flags & NoBlendFlag) != 0 ? FrameBlend.Source : FrameBlend.Over;
        (FileRange alpha, FileRange bitstream, bool hasAlpha) = FindPicture(chunk, width, height);
        _frames.Add(new WebpFrame(x, y, width, height, duration, disposal, blend, hasAlpha, alpha, bitstream));
    }

    private (FileRange Alpha, FileRange Bitstream, bool HasAlpha) FindPicture(WebpChunk frame, int width, int height)
    {
        FileRange alpha = default;
        long end = frame.DataStart + frame.Length;
        while (_reader.Position + WebpChunk.HeaderLength <= end)
        {
            WebpChunk chunk = ReadChunkHeader(end);
            switch (chunk.Type)
            {
                case WebpChunk.Alpha:
                    alpha = chunk.Range;
                    break;
                case WebpChunk.Vp8 or WebpChunk.Vp8L:
                    WebpBitstream picture = WebpBitstream.Read(_reader, chunk);
                    if (picture.Width != width || picture.Height != height)
                    {
                        throw _reader.Damaged("a frame's picture has another size than the frame");
                    }

                    bool isLossy = chunk.Type == WebpChunk.Vp8;
                    return (isLossy ? alpha : default, chunk.Range, isLossy ? alpha.Length > 0 : picture.HasAlpha);
            }

            _reader.Position = chunk.Next;
        }

        throw _reader.Damaged("a frame holds no picture");
    }
}
