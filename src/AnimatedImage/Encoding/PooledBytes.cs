using System.Buffers;

namespace AnimatedImage.Encoding;

/// <summary>
/// Bytes that are written once and read once, in blocks of a pool. An array that grew with them would be new for every picture, of a size
/// that the garbage collector lets lie for long.
/// </summary>
internal sealed class PooledBytes : Stream
{
    // The largest power of two that is no large object.
    private const int BlockLength = 1 << 16;

    private readonly List<byte[]> _blocks = [];
    private int _length;

    /// <inheritdoc/>
    public override long Length => _length;

    /// <summary>What was written, block by block; valid until disposal.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Blocks =>
        _blocks.Select((block, index) => new ReadOnlyMemory<byte>(block, 0, Math.Min(BlockLength, _length - (index * BlockLength))));

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            int at = _length % BlockLength;
            if (at == 0)
            {
                _blocks.Add(ArrayPool<byte>.Shared.Rent(BlockLength));
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
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _blocks.ForEach(block => ArrayPool<byte>.Shared.Return(block));
            _blocks.Clear();
        }

        base.Dispose(disposing);
    }
}
