namespace AnimatedImage.Inspection.Avif;

/// <summary>Walks a time-to-sample box (ISO/IEC 14496-12, section 8.6.1.2) run by run; the last run goes on when samples outnumber it, as in libavif.</summary>
internal sealed class AvifSampleTimes
{
    private readonly ContainerReader _reader;
    private readonly Box _box;
    private uint _runsLeft;
    private uint _samplesLeft;
    private uint _ticks;
    private long _next;

    /// <summary>Starts at the box's first run.</summary>
    public AvifSampleTimes(ContainerReader reader, Box box)
    {
        _reader = reader;
        _box = box;
        reader.Position = box.Start + 4;
        _runsLeft = reader.ReadUInt32();
        _next = reader.Position;
        if (_runsLeft == 0)
        {
            throw reader.Damaged("its table of times is empty");
        }
    }

    /// <summary>Duration of the next sample in ticks of the track's clock.</summary>
    public uint Next()
    {
        while (_samplesLeft == 0 && _runsLeft > 0)
        {
            _reader.Position = _next;
            if (_next + (2 * sizeof(uint)) > _box.End)
            {
                throw _reader.Damaged("its table of times is cut off");
            }

            _samplesLeft = _reader.ReadUInt32();
            _ticks = _reader.ReadUInt32();
            _next = _reader.Position;
            _runsLeft--;
        }

        _samplesLeft -= Math.Min(_samplesLeft, 1);
        return _ticks;
    }
}
