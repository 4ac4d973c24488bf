namespace AnimatedImage.Gateway;

/// <summary>An object as a seekable stream, for readers of ours that take one. Reading without async blocks the caller's thread.</summary>
/// <param name="entry">The object.</param>
/// <param name="fail">Is told of a failure of the store.</param>
internal sealed class ObjectStream(CachedObject entry, Action<Failures.ConversionException> fail) : Stream
{
    private ObjectReader _reader = entry.OpenReader();
    private long _next;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => entry.Bytes;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        // A short way forward is still the same reading; anything else is a seek.
        if (Position < _next || Position > _next + ReadAhead.First)
        {
            _reader.Dispose();
            _reader = entry.OpenReader();
        }

        try
        {
            using BlockLease lease = await _reader.ReadAsync(Position, Length, cancellationToken).ConfigureAwait(false);
            int count = Math.Min(lease.Bytes.Length, buffer.Length);
            lease.Bytes[..count].CopyTo(buffer);
            Position += count;
            _next = Position;
            return count;
        }
        catch (Failures.ConversionException failure)
        {
            fail(failure);
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reader.Dispose();
        }

        base.Dispose(disposing);
    }
}
