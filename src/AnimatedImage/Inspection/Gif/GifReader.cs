namespace AnimatedImage.Inspection.Gif;

/// <summary>
/// Reads GIF87a and GIF89a (CompuServe, <i>Graphics Interchange Format Version 89a</i>, 1990). A missing trailer and bytes after
/// the last block are forgiven, as browsers forgive them; a block that is cut off is not.
/// </summary>
internal sealed class GifReader
{
    private const byte Extension = 0x21;
    private const byte ImageDescriptor = 0x2C;
    private const byte Trailer = 0x3B;
    private const byte GraphicControl = 0xF9;
    private const byte Comment = 0xFE;
    private const byte Application = 0xFF;
    private const int MaxLzwCodeSize = 11;

    private readonly ContainerReader _reader;
    private readonly FrameList _frames;
    private int _canvasWidth;
    private int _canvasHeight;
    private int _playCount = 1;
    private string? _contentKey;
    private bool _hasAlpha;
    private GraphicControlBlock _control;

    private GifReader(ContainerReader reader)
    {
        _reader = reader;
        _frames = new FrameList(reader);
    }

    /// <summary>Reads the whole file.</summary>
    public static AnimationInfo Read(ContainerReader reader) => new GifReader(reader).Read();

    private AnimationInfo Read()
    {
        _reader.Skip("GIF89a"u8.Length);
        _canvasWidth = _reader.ReadUInt16LittleEndian();
        _canvasHeight = _reader.ReadUInt16LittleEndian();
        byte packed = _reader.ReadByte();
        _reader.Skip(2);
        SkipColorTable(packed);
        while (ReadBlock())
        {
        }

        if (_frames.Count == 0)
        {
            throw _reader.Damaged("it holds no frame");
        }

        return new AnimationInfo
        {
            Format = "Gif",
            Width = _canvasWidth,
            Height = _canvasHeight,
            Frames = _frames.Frames,
            PlayCount = _playCount,
            Duration = _frames.Duration,
            HasAlpha = _hasAlpha,
            Bytes = _reader.Length,
            ContentKey = _contentKey,
        };
    }

    private bool ReadBlock()
    {
        if (_reader.Remaining == 0)
        {
            return false;
        }

        long start = _reader.Position;
        byte introducer = _reader.ReadByte();
        switch (introducer)
        {
            case Extension:
                ReadExtension();
                return true;
            case ImageDescriptor:
                ReadImage(start);
                return true;
            case Trailer:
                return false;
            default:
                return _frames.Count > 0 ? false : throw _reader.Damaged("it holds an unknown block before the first frame");
        }
    }

    private void ReadExtension()
    {
        byte label = _reader.ReadByte();
        Span<byte> block = stackalloc byte[byte.MaxValue];
        int length = ReadSubBlock(block);
        if (length == 0)
        {
            return;
        }

        switch (label)
        {
            case GraphicControl when length >= 4:
                _control = GraphicControlBlock.Parse(block[..length]);
                break;
            case Comment:
                _contentKey = ContentKeyMark.FromGifComment(block[..length]) ?? _contentKey;
                break;
            case Application when block[..length].SequenceEqual("NETSCAPE2.0"u8) || block[..length].SequenceEqual("ANIMEXTS1.0"u8):
                length = ReadLoop(block);
                break;
        }

        while (length != 0)
        {
            length = ReadSubBlock(block);
        }
    }

    // Netscape's loop extension: sub-block 1 holds the number of repetitions after the first play, 0 for no end.
    private int ReadLoop(Span<byte> block)
    {
        int length = ReadSubBlock(block);
        if (length >= 3 && (block[0] & 7) == 1)
        {
            int repetitions = block[1] | (block[2] << 8);
            _playCount = repetitions == 0 ? 0 : repetitions + 1;
        }

        return length;
    }

    private void ReadImage(long start)
    {
        int x = _reader.ReadUInt16LittleEndian();
        int y = _reader.ReadUInt16LittleEndian();
        int width = _reader.ReadUInt16LittleEndian();
        int height = _reader.ReadUInt16LittleEndian();
        if (width == 0 || height == 0)
        {
            throw _reader.Damaged("a frame has no size");
        }

        SkipColorTable(_reader.ReadByte());
        byte codeSize = _reader.ReadByte();
        if (codeSize is 0 or > MaxLzwCodeSize)
        {
            throw _reader.Damaged("a frame's pixels have an impossible code size");
        }

        SkipSubBlocks();
        FitCanvas(x, y, width, height);
        _frames.Add(_control.Delay, x, y, width, height, _reader.Position - start, _control.Disposal, FrameBlend.Over);
        NoteAlpha(x, y, width, height);
        _control = default;
    }

    // Browsers let the first frame make the logical screen larger, and take its size where the screen has none.
    private void FitCanvas(int x, int y, int width, int height)
    {
        if (_frames.Count == 0)
        {
            _canvasWidth = Math.Max(_canvasWidth, x + width);
            _canvasHeight = Math.Max(_canvasHeight, y + height);
        }
    }

    // Later frames use transparency to keep what is below; only what the first frame leaves open or a disposal clears can be seen through.
    private void NoteAlpha(int x, int y, int width, int height)
    {
        bool firstLeavesHoles = _frames.Count == 1 && (_control.IsTransparent || x > 0 || y > 0 || width < _canvasWidth || height < _canvasHeight);
        _hasAlpha |= firstLeavesHoles || _control.Disposal == FrameDisposal.Background;
    }

    private void SkipColorTable(byte packed)
    {
        if ((packed & 0x80) != 0)
        {
            _reader.Skip(3 << ((packed & 7) + 1));
        }
    }

    private int ReadSubBlock(Span<byte> block)
    {
        int length = _reader.ReadByte();
        _reader.Read(block[..length]);
        return length;
    }

    private void SkipSubBlocks()
    {
        for (byte length = _reader.ReadByte(); length != 0; length = _reader.ReadByte())
        {
            _reader.Skip(length);
        }
    }
}
