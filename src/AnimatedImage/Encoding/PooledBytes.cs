using AnimatedImage.Frames;

namespace AnimatedImage.Encoding;

/// <summary>
/// Bytes that are written once, at the end whatever the position, and read anywhere, in blocks of the <see cref="BufferStock"/>. An array
/// that grew with them would be new for every file, of a size that the garbage collector lets lie for long.
/// </summary>
internal sealed class PooledBytes : Stream
{
    // The largest power of two that is no large object.
    private const int BlockLength = 1 << 16;

    private readonly BufferStock _stock = BufferStock.Shared;
    private readonly List<byte[]> _blocks = [];
    private int _length;
    private int _position;

    /// <inheritdoc/>
    public override long Length => _length;

    /// <summary>What was written, block by block; valid until disposal.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Blocks =>
        _blocks.Select((block, index) => new ReadOnlyMemory<byte>(block, 0, Math.Min(BlockLength, _length - (index * BlockLength))));

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <summary>Where the next byte is read.</summary>
    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = checked((int)value);
        }
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            int at = _length % BlockLength;
            if (at == 0)
            {
                _blocks.Add(_stock.Rent<byte>(BlockLength));
            }

            int count = Math.Min(buffer.Length, BlockLength - at);
            buffer[..count].CopyTo(_blocks[^1].AsSpan(at));
            _length = checked(_length + count);
            buffer = buffer[count..];
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int done = 0;
        while (done < buffer.Length && _position < _length)
        {
            int at = _position % BlockLength;
            int count = Math.Min(Math.Min(buffer.Length - done, BlockLength - at), _length - _position);
            _blocks[_position / BlockLength].AsSpan(at, count).CopyTo(buffer[done..]);
            done += count;
            _position += count;
        }

        return done;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => _length,
    };

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _blocks.ForEach(_stock.Return);
            _blocks.Clear();
            _length = 0;
        }

        base.Dispose(disposing);
    }
}
