namespace AnimatedImage.Frames.Nut;

/// <summary>
/// A NUT stream that cannot seek. Headers are buffered (<see cref="FillAsync"/>) and then parsed without waiting; pictures go past the
/// buffer straight to where they are needed.
/// </summary>
/// <param name="stream">Read from where it is; left open.</param>
internal sealed class NutInput(Stream stream)
{
    /// <summary>The largest header that can be buffered.</summary>
    public const int MaxHeader = 64 * 1024;

    private readonly byte[] _buffer = new byte[MaxHeader];
    private int _start;
    private int _end;

    /// <summary>What can be parsed without waiting; valid until the next wait.</summary>
    public ReadOnlySpan<byte> Buffered => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Passes over buffered bytes.</summary>
    public void Advance(int count) => _start += count;

    /// <summary>Buffers at least so many bytes, fewer only at the end of the stream; returns how many there are.</summary>
    /// <param name="least">What is waited for.</param>
    /// <param name="most">What is taken if it is there: no more than a header needs, because what is buffered of a picture has to be copied.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<int> FillAsync(int least, int most, CancellationToken cancellationToken)
    {
        if (_end - _start < least)
        {
            Buffered.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            Memory<byte> room = _buffer.AsMemory(_end, most - _end);
            _end += await stream.ReadAtLeastAsync(room, least - _end, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        }

        return _end - _start;
    }

    /// <summary>Fills the memory from the buffer, then from the stream.</summary>
    public async ValueTask ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        int buffered = Math.Min(_end - _start, target.Length);
        _buffer.AsMemory(_start, buffered).CopyTo(target);
        Advance(buffered);
        Memory<byte> rest = target[buffered..];
        if (await stream.ReadAtLeastAsync(rest, rest.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < rest.Length)
        {
            throw NutFields.EndsInTheMiddle();
        }
    }

    /// <summary>Passes over so many bytes, buffered or not.</summary>
    public async ValueTask SkipAsync(long count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            int available = await FillAsync(1, (int)Math.Min(count, MaxHeader), cancellationToken).ConfigureAwait(false);
            if (available == 0)
            {
                throw NutFields.EndsInTheMiddle();
            }

            int step = (int)Math.Min(count, available);
            Advance(step);
            count -= step;
        }
    }
}
