using System.Globalization;

namespace AnimatedImage.Inspection.Avif;

/// <summary>
/// Reads AVIF stills and image sequences (AOM, <i>AV1 Image File Format</i> 1.1; ISO/IEC 23008-12; ISO/IEC 14496-12). A file of the
/// brand <c>avis</c> is its picture track; any other is its primary item. Bytes after the last box are ignored.
/// </summary>
internal sealed class AvifReader
{
    private readonly ContainerReader _reader;
    private readonly FrameList _frames;
    private AvifMovie? _movie;
    private AvifStill? _still;
    private string? _contentKey;

    private AvifReader(ContainerReader reader)
    {
        _reader = reader;
        _frames = new FrameList(reader);
    }

    /// <summary>Reads the whole file.</summary>
    public static AnimationInfo Read(ContainerReader reader) => new AvifReader(reader).Read();

    private AnimationInfo Read()
    {
        bool isSequence = ReadBrands();
        while (Box.TryNextOfFile(_reader, out Box box))
        {
            Take(box);
            _reader.Position = box.End;
        }

        if (isSequence && _movie?.Picture is { } track)
        {
            track.AddFrames(_reader, _frames);
            return Describe(track.Width, track.Height, track.PlayCount(_reader), _movie.HasAlpha);
        }

        if (_still is not null)
        {
            _frames.Add(TimeSpan.Zero, 0, 0, _still.Width, _still.Height, _still.Bytes, FrameDisposal.Keep, FrameBlend.Source);
            return Describe(_still.Width, _still.Height, 1, _still.HasAlpha);
        }

        throw _reader.Damaged("it holds neither a picture nor a picture track");
    }

    private AnimationInfo Describe(int width, int height, int playCount, bool hasAlpha) => new()
    {
        Format = "Avif",
        Width = width,
        Height = height,
        Frames = _frames.Frames,
        PlayCount = playCount,
        Duration = _frames.Duration,
        HasAlpha = hasAlpha,
        Bytes = _reader.Length,
        ContentKey = _contentKey,
    };

    private bool ReadBrands()
    {
        if (!Box.TryNextOfFile(_reader, out Box box) || box.Length < 2 * sizeof(uint))
        {
            throw _reader.Damaged("its file type is cut off");
        }

        uint major = _reader.ReadUInt32();
        _reader.Skip(sizeof(uint));
        bool isStill = major == BoxType.AvifBrand;
        bool isSequence = major == BoxType.AvisBrand;
        while (_reader.Position + sizeof(uint) <= box.End)
        {
            uint brand = _reader.ReadUInt32();
            isStill |= brand == BoxType.AvifBrand;
            isSequence |= brand == BoxType.AvisBrand;
        }

        if (!isStill && !isSequence)
        {
            throw _reader.NotAnimation($"it is an ISO media file of another kind ({Letters(major)})");
        }

        _reader.Position = box.End;
        return isSequence;
    }

    private void Take(Box box)
    {
        switch (box.Type)
        {
            case BoxType.Movie when _movie is null:
                _movie = AvifMovie.Read(_reader, box);
                break;
            case BoxType.Meta when _still is null:
                _still = AvifStill.Read(_reader, box);
                break;
            case BoxType.Uuid:
                _contentKey = ReadContentKey(box) ?? _contentKey;
                break;
        }
    }

    private string? ReadContentKey(Box box)
    {
        int prefix = ContentKeyMark.AvifExtendedType.Length;
        if (box.Length <= prefix || box.Length > prefix + ContentKeyMark.MaxLength)
        {
            return null;
        }

        Span<byte> content = stackalloc byte[(int)box.Length];
        _reader.Read(content);
        return content.StartsWith(ContentKeyMark.AvifExtendedType) ? ContentKeyMark.FromBytes(content[prefix..]) : null;
    }

    private static string Letters(uint code)
    {
        char[] letters = [(char)(code >> 24), (char)((code >> 16) & 0xFF), (char)((code >> 8) & 0xFF), (char)(code & 0xFF)];
        return letters.All(letter => letter is >= ' ' and <= '~') ? new string(letters).Trim() : string.Create(CultureInfo.InvariantCulture, $"0x{code:X8}");
    }
}
