using AnimatedImage.Media;

namespace AnimatedImage.Frames.Nut;

/// <summary>
/// Reads what ffmpeg's NUT muxer writes for raw video: one stream, or several whose pictures come at the same times and make one frame
/// together. Memory is one header's buffer and the frames that are handed out, whatever the stream says.
/// </summary>
/// <param name="stream">The stream; left open.</param>
internal sealed class NutReader(Stream stream)
{
    private readonly NutInput _input = new(stream);
    private NutMainHeader? _main;
    private NutVideoStream?[] _streams = [];
    private NutVideoStream[] _known = [];
    private long[] _lastTimestamps = [];
    private bool[] _isRead = [];
    private bool _isStarted;

    /// <summary>Reads the next frame into a buffer of the pool, its time counted from timestamp 0; null at the end of the stream.</summary>
    /// <param name="pool">Its frames have one part for each stream.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">The stream is malformed, ends in the middle, or its pictures are not those of the pool.</exception>
    public async ValueTask<Frame?> ReadFrameAsync(FramePool pool, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadHeadersAsync(cancellationToken).ConfigureAwait(false)
                ? await ReadNextAsync(pool, cancellationToken).ConfigureAwait(false)
                : null;
        }
        catch (EndOfStreamException early)
        {
            throw new InvalidDataException(early.Message, early);
        }
    }

    /// <summary>Reads up to the last stream's header; false when the stream ends before.</summary>
    private async ValueTask<bool> ReadHeadersAsync(CancellationToken cancellationToken)
    {
        while (_known.Length == 0)
        {
            if (!await ReadPacketAsync(cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    private async ValueTask<Frame?> ReadNextAsync(FramePool pool, CancellationToken cancellationToken)
    {
        if (!IsFor(pool))
        {
            throw new InvalidDataException(
                $"The NUT stream's frames are {string.Join(", ", _known.Select(stream => $"{stream.Width}×{stream.Height} {stream.Layout}"))} instead of {string.Join(", ", pool.Parts.Select(part => $"{part.Width}×{part.Height} {part.Layout}"))}.");
        }

        if (await ReadPictureHeaderAsync(cancellationToken).ConfigureAwait(false) is not { } first)
        {
            return null;
        }

        Frame frame = pool.Rent();
        try
        {
            frame.Time = ToTime(first.Timestamp, _known[first.Stream].TimeBase);
            await ReadPictureAsync(first, frame, cancellationToken).ConfigureAwait(false);
            Array.Clear(_isRead);
            _isRead[first.Stream] = true;
            for (int missing = _known.Length - 1; missing > 0; missing--)
            {
                NutFrameHeader next = await ReadPictureHeaderAsync(cancellationToken).ConfigureAwait(false) ?? throw NutFields.EndsInTheMiddle();
                if (_isRead[next.Stream] || ToTime(next.Timestamp, _known[next.Stream].TimeBase) != frame.Time)
                {
                    throw new InvalidDataException("The pictures in the NUT stream do not come together.");
                }

                _isRead[next.Stream] = true;
                await ReadPictureAsync(next, frame, cancellationToken).ConfigureAwait(false);
            }

            return frame;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    private bool IsFor(FramePool pool)
    {
        bool isFor = _known.Length == pool.Parts.Count;
        for (int number = 0; isFor && number < _known.Length; number++)
        {
            (NutVideoStream stream, FramePart part) = (_known[number], pool.Parts[number]);
            isFor = stream.Width == part.Width && stream.Height == part.Height && stream.Layout == part.Layout;
        }

        return isFor;
    }

    /// <summary>Reads up to the next picture; null at the end of the stream.</summary>
    private async ValueTask<NutFrameHeader?> ReadPictureHeaderAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await _input.FillAsync(1, NutFrameHeader.MaxSize, cancellationToken).ConfigureAwait(false) == 0)
            {
                return null;
            }

            if (_input.Buffered[0] == NutFormat.StartCodeMark)
            {
                await ReadPacketAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            NutFrameHeader header = await ReadFrameHeaderAsync(cancellationToken).ConfigureAwait(false);
            if (!header.EndsStream)
            {
                return header;
            }

            await _input.SkipAsync(Math.Max(0, header.DataSize), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask ReadPictureAsync(NutFrameHeader header, Frame frame, CancellationToken cancellationToken)
    {
        FramePart part = frame.Pool.Parts[header.Stream];
        if (header.DataSize + header.Elided.Length != part.Length)
        {
            throw new InvalidDataException($"A frame in the NUT stream has {header.DataSize} bytes instead of {part.Length}.");
        }

        Memory<byte> pixels = frame.Pixels.Slice(part.Offset, part.Length);
        header.Elided.CopyTo(pixels);
        await _input.ReadAsync(pixels[header.Elided.Length..], cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<NutFrameHeader> ReadFrameHeaderAsync(CancellationToken cancellationToken)
    {
        // A header does not tell its length before it is parsed, and more than there is must not be waited for: the next frame may be long in coming.
        for (int buffered = _input.Buffered.Length; ; )
        {
            if (TryParseFrameHeader(out NutFrameHeader header))
            {
                return header;
            }

            int least = buffered + 1;
            buffered = least <= NutFrameHeader.MaxSize
                ? await _input.FillAsync(least, NutFrameHeader.MaxSize, cancellationToken).ConfigureAwait(false)
                : buffered;
            if (buffered < least)
            {
                throw NutFields.EndsInTheMiddle();
            }
        }
    }

    private bool TryParseFrameHeader(out NutFrameHeader header)
    {
        var fields = new NutFields(_input.Buffered);
        try
        {
            header = NutFrameHeader.Parse(ref fields, _main!, _known, _lastTimestamps);
        }
        catch (EndOfStreamException)
        {
            header = default;
            return false;
        }

        _lastTimestamps[header.Stream] = header.Timestamp;
        _input.Advance(fields.Position);
        return true;
    }

    /// <summary>Reads or passes over one packet; false at the end of the stream.</summary>
    private async ValueTask<bool> ReadPacketAsync(CancellationToken cancellationToken)
    {
        // Start code, size of at most ten bytes, checksum: no packet with what follows it is shorter.
        int headerSize = (_isStarted ? 0 : NutFormat.FileId.Length) + 22;
        if (await _input.FillAsync(headerSize, headerSize, cancellationToken).ConfigureAwait(false) == 0)
        {
            return false;
        }

        (ulong startCode, long size) = ParsePacketHeader();
        if (startCode is NutFormat.MainStartCode or NutFormat.StreamStartCode or NutFormat.SyncPointStartCode)
        {
            if (size > NutInput.MaxHeader)
            {
                throw new InvalidDataException($"A header in the NUT stream has {size} bytes; {NutInput.MaxHeader} can be read.");
            }

            await _input.FillAsync((int)size, (int)size, cancellationToken).ConfigureAwait(false);
            ParseBody(startCode, (int)size);
        }
        else
        {
            // Info packets, the index at the end, and whatever a later version may add.
            await _input.SkipAsync(size, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private (ulong StartCode, long Size) ParsePacketHeader()
    {
        if (!_isStarted)
        {
            if (!_input.Buffered.StartsWith(NutFormat.FileId))
            {
                throw new InvalidDataException("The stream is not NUT.");
            }

            _input.Advance(NutFormat.FileId.Length);
            _isStarted = true;
        }

        var fields = new NutFields(_input.Buffered);
        ulong startCode = fields.ReadUInt64();
        long size = fields.ReadVariable();
        uint checksum = fields.Checksum;
        if ((startCode >> 56) != NutFormat.StartCodeMark || (size > NutFormat.PlainPacketSize && fields.ReadUInt32() != checksum))
        {
            throw new InvalidDataException("A packet in the NUT stream is malformed.");
        }

        _input.Advance(fields.Position);
        return (startCode, size);
    }

    private void ParseBody(ulong startCode, int size)
    {
        const int checksumSize = 4;
        if (size < checksumSize || _input.Buffered.Length < size)
        {
            throw NutFields.EndsInTheMiddle();
        }

        // The checksum that ends the body makes the checksum of the whole 0.
        if (NutChecksum.Of(_input.Buffered[..size]) != 0)
        {
            throw new InvalidDataException("The checksum of a header in the NUT stream is wrong.");
        }

        var fields = new NutFields(_input.Buffered[..(size - checksumSize)]);
        switch (startCode)
        {
            // ffmpeg repeats the headers now and then for readers that join late.
            case NutFormat.MainStartCode:
                if (_main is null)
                {
                    _main = NutMainHeader.Parse(ref fields);
                    (_streams, _lastTimestamps, _isRead) = (new NutVideoStream?[_main.StreamCount], new long[_main.StreamCount], new bool[_main.StreamCount]);
                }

                break;
            case NutFormat.StreamStartCode:
                NutVideoStream stream = NutVideoStream.Parse(ref fields, _main ?? throw new InvalidDataException("The NUT stream has no main header."), out int number);
                _streams[number] ??= stream;
                _known = _streams.All(known => known is not null) ? [.. _streams.OfType<NutVideoStream>()] : [];
                break;
            default:
                ParseSyncPoint(ref fields);
                break;
        }

        _input.Advance(size);
    }

    private void ParseSyncPoint(ref NutFields fields)
    {
        if (_main is null || _known.Length == 0)
        {
            throw new InvalidDataException("The NUT stream has frames before its headers.");
        }

        long coded = fields.ReadVariable();
        Rational from = _main.TimeBases[(int)(coded % _main.TimeBases.Count)];
        for (int number = 0; number < _known.Length; number++)
        {
            Rational to = _known[number].TimeBase;
            Int128 scaled = (Int128)(coded / _main.TimeBases.Count) * from.Numerator * to.Denominator / ((Int128)from.Denominator * to.Numerator);
            _lastTimestamps[number] = scaled <= long.MaxValue ? (long)scaled : throw new InvalidDataException("A timestamp in the NUT stream is too large.");
        }
    }

    private static TimeSpan ToTime(long timestamp, Rational timeBase)
    {
        Int128 scaled = (Int128)timestamp * timeBase.Numerator * TimeSpan.TicksPerSecond;
        Int128 ticks = (scaled + (timeBase.Denominator / 2)) / timeBase.Denominator;
        return ticks <= TimeSpan.MaxValue.Ticks ? new TimeSpan((long)ticks) : throw new InvalidDataException("A timestamp in the NUT stream is too large.");
    }
}
