namespace AnimatedImage.Tests.Gateway;

/// <summary>The bytes of one read of a <see cref="MemoryStore"/> on their way, with what may happen to them.</summary>
internal sealed class MemoryTransfer(MemoryObject source, long offset, long count, ReadFault? fault, Action<int> sent, Action closed) : Stream
{
    private long _done;
    private bool _isClosed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (fault?.HangAfter <= _done)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        if (fault?.ResetAfter <= _done)
        {
            throw new IOException("Connection reset by peer.");
        }

        // Odd pieces, as they come from a network.
        long left = Math.Min(count, fault?.TruncateAfter ?? count) - _done;
        int length = (int)Math.Min(Math.Min(left, buffer.Length), 12_345);
        if (length <= 0)
        {
            return 0;
        }

        source.Read(offset + _done, buffer.Span[..length]);
        _done += length;
        sent(length);
        await Task.Yield();
        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (!_isClosed)
        {
            _isClosed = true;
            closed();
        }

        base.Dispose(disposing);
    }
}
