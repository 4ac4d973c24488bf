namespace AnimatedImage.Inspection.Avif;

/// <summary>One track of an AVIF image sequence (ISO/IEC 14496-12, section 8). Sample tables stay in the file until they are asked for.</summary>
internal sealed class AvifTrack
{
    // mdia → minf → stbl
    private const int MaxDepth = 3;

    private int _depth;
    private ulong _duration;
    private bool _durationIsIndefinite;
    private uint _timescale;
    private uint _handler;
    private uint _codec;
    private bool _hasEditList;
    private bool _editRepeats;
    private ulong _editDuration;
    private Box? _timeToSample;
    private Box? _sampleSize;
    private Box? _chunkOffset;

    private AvifTrack()
    {
    }

    /// <summary>The track's id.</summary>
    public uint Id { get; private set; }

    /// <summary>Id of the track that this one is an auxiliary of; null for a track of its own.</summary>
    public uint? AuxiliaryOf { get; private set; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; private set; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; private set; }

    /// <summary>True when the samples are AV1 pictures.</summary>
    public bool IsPicture => _handler is BoxType.Picture or BoxType.Video && _codec == BoxType.Av1;

    /// <summary>Reads the track box.</summary>
    public static AvifTrack Read(ContainerReader reader, Box box)
    {
        AvifTrack track = new();
        track.ReadChildren(reader, box);
        return track;
    }

    /// <summary>
    /// Total plays, 0 = forever. A repeating edit list is played until the track's duration is full, for ever when that is
    /// indefinite (AVIF 1.1, section 3); a file that says nothing is repeated for ever by browsers.
    /// </summary>
    public int PlayCount(ContainerReader reader)
    {
        if (!_hasEditList || (_editRepeats && _durationIsIndefinite))
        {
            return 0;
        }

        if (!_editRepeats)
        {
            return 1;
        }

        if (_editDuration == 0)
        {
            throw reader.Damaged("its repeated part has no duration");
        }

        return (int)Math.Clamp((_duration / _editDuration) + (_duration % _editDuration == 0 ? 0u : 1u), 1, int.MaxValue);
    }

    /// <summary>Adds every sample as a frame.</summary>
    public void AddFrames(ContainerReader reader, FrameList frames)
    {
        if (_timescale == 0 || Width == 0 || Height == 0 || _timeToSample is not { } times || _sampleSize is not { } sizes)
        {
            throw reader.Damaged("its picture track has no clock, no size or no table of samples");
        }

        AvifSampleTimes clock = new(reader, times);
        List<uint> ticks = [];
        reader.Position = sizes.Start + 8;
        uint count = reader.ReadUInt32();
        frames.Announce(count);
        for (uint index = 0; index < count; index++)
        {
            ticks.Add(clock.Next());
        }

        reader.Position = sizes.Start + 4;
        uint commonSize = reader.ReadUInt32();
        if (commonSize == 0 && sizes.Length < 12 + ((long)count * sizeof(uint)))
        {
            throw reader.Damaged("its table of sizes is cut off");
        }

        reader.Skip(sizeof(uint));
        foreach (uint delay in ticks)
        {
            uint size = commonSize == 0 ? reader.ReadUInt32() : commonSize;
            frames.Add(Time(delay), 0, 0, Width, Height, size, FrameDisposal.Keep, FrameBlend.Source);
        }

        if (frames.Count == 0)
        {
            throw reader.Damaged("its picture track holds no frame");
        }

        CheckDataIsThere(reader);
    }

    // The tables may come before the data that they describe, and survive its loss.
    private void CheckDataIsThere(ContainerReader reader)
    {
        if (_chunkOffset is not { } offsets)
        {
            throw reader.Damaged("its picture track does not say where its frames are");
        }

        reader.Position = offsets.Start + 4;
        bool isLarge = offsets.Type == BoxType.LargeChunkOffset;
        int width = isLarge ? sizeof(ulong) : sizeof(uint);
        for (uint count = reader.ReadUInt32(); count > 0 && reader.Position + width <= offsets.End; count--)
        {
            if ((isLarge ? reader.ReadUInt64() : reader.ReadUInt32()) >= (ulong)reader.Length)
            {
                throw reader.EndsEarly();
            }
        }
    }

    private TimeSpan Time(uint ticks) => new((long)((UInt128)ticks * TimeSpan.TicksPerSecond / _timescale));

    private void ReadChildren(ContainerReader reader, Box parent)
    {
        reader.Position = parent.Start;
        while (Box.TryNext(reader, parent.End, out Box box))
        {
            ReadChild(reader, box);
            reader.Position = box.End;
        }
    }

    private void ReadChild(ContainerReader reader, Box box)
    {
        switch (box.Type)
        {
            // The nesting that a hostile file can ask for is bounded.
            case BoxType.Media or BoxType.MediaInformation or BoxType.SampleTable or BoxType.Edit when _depth < MaxDepth:
                _depth++;
                ReadChildren(reader, box);
                _depth--;
                break;
            case BoxType.TrackHeader:
                ReadTrackHeader(reader);
                break;
            case BoxType.TrackReference when box.TryFind(reader, BoxType.AuxiliaryLink, out Box link) && link.Length >= sizeof(uint):
                AuxiliaryOf = reader.ReadUInt32();
                break;
            case BoxType.MediaHeader:
                (byte version, _) = Box.ReadVersion(reader);
                reader.Skip(version == 1 ? 16 : 8);
                _timescale = reader.ReadUInt32();
                break;
            case BoxType.Handler:
                reader.Skip(8);
                _handler = reader.ReadUInt32();
                break;
            case BoxType.EditList:
                ReadEditList(reader, box);
                break;
            case BoxType.SampleDescription:
                reader.Skip(12);
                _codec = reader.ReadUInt32();
                break;
            case BoxType.TimeToSample:
                _timeToSample = box;
                break;
            case BoxType.SampleSize:
                _sampleSize = box;
                break;
            case BoxType.ChunkOffset or BoxType.LargeChunkOffset:
                _chunkOffset = box;
                break;
        }
    }

    private void ReadTrackHeader(ContainerReader reader)
    {
        (byte version, _) = Box.ReadVersion(reader);
        reader.Skip(version == 1 ? 16 : 8);
        Id = reader.ReadUInt32();
        reader.Skip(4);
        _duration = version == 1 ? reader.ReadUInt64() : reader.ReadUInt32();
        _durationIsIndefinite = _duration == (version == 1 ? ulong.MaxValue : uint.MaxValue);
        reader.Skip(52);
        // 16.16 fixed point; pictures have whole pixels.
        Width = (int)(reader.ReadUInt32() >> 16);
        Height = (int)(reader.ReadUInt32() >> 16);
    }

    private void ReadEditList(ContainerReader reader, Box box)
    {
        (byte version, uint flags) = Box.ReadVersion(reader);
        uint count = reader.ReadUInt32();
        int entryLength = version == 1 ? 20 : 12;
        _hasEditList = count > 0;
        _editRepeats = (flags & 1) != 0;
        _editDuration = 0;
        for (; count > 0 && reader.Position + entryLength <= box.End; count--)
        {
            long next = reader.Position + entryLength;
            ulong duration = version == 1 ? reader.ReadUInt64() : reader.ReadUInt32();
            _editDuration = Math.Min(_editDuration + Math.Min(duration, long.MaxValue), long.MaxValue);
            reader.Position = next;
        }
    }
}
