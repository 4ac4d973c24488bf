using AnimatedImage.Inspection;
using AnimatedImage.Inspection.Webp;

namespace AnimatedImage.Encoding.Webp;

/// <summary>Holds the chunks of all pictures, in the order in which they come from the children; used by one at a time.</summary>
internal sealed class WebpSpool : IAsyncDisposable
{
    private readonly TemporarySpool _spool = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>Ends the writing; the stream can seek and lives as long as the spool.</summary>
    public Stream Read() => _spool.Rewind();

    /// <summary>Appends a picture's chunks.</summary>
    /// <param name="source">Where they lie.</param>
    /// <param name="frame">The picture.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <returns>The picture with the ranges that it has in the spool.</returns>
    public async Task<WebpFrame> MoveAsync(Stream source, WebpFrame frame, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return frame with
            {
                Alpha = await AppendAsync(source, frame.Alpha, cancellationToken).ConfigureAwait(false),
                Bitstream = await AppendAsync(source, frame.Bitstream, cancellationToken).ConfigureAwait(false),
            };
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _turn.Dispose();
        return _spool.DisposeAsync();
    }

    private async Task<FileRange> AppendAsync(Stream source, FileRange range, CancellationToken cancellationToken)
    {
        FileRange kept = range with { Offset = _spool.Length };
        await foreach (ReadOnlyMemory<byte> piece in EncodedSpool.ReadAsync(source, range.Offset, range.Length, _buffer).ConfigureAwait(false))
        {
            await _spool.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
        }

        return kept;
    }
}
