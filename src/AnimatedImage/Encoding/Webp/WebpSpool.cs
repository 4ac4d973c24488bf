using AnimatedImage.Failures;
using AnimatedImage.Inspection;
using AnimatedImage.Inspection.Webp;

namespace AnimatedImage.Encoding.Webp;

/// <summary>Holds the chunks of all pictures, in the order in which they are made. Safe to use from many threads.</summary>
internal sealed class WebpSpool : IAsyncDisposable
{
    private readonly TemporarySpool _spool = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>Ends the writing; the stream can seek and lives as long as the spool.</summary>
    public Stream Read() => _spool.Rewind();

    /// <summary>Appends a picture's chunks.</summary>
    /// <param name="alpha">The whole ALPH chunk without padding; empty when there is none.</param>
    /// <param name="bitstream">The whole VP8 chunk without padding.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>Where they lie.</returns>
    public async Task<(FileRange Alpha, FileRange Bitstream)> AddAsync(ReadOnlyMemory<byte> alpha, ReadOnlyMemory<byte> bitstream, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            FileRange alphaRange = new(_spool.Length, alpha.Length);
            await _spool.WriteAsync(alpha, cancellationToken).ConfigureAwait(false);
            FileRange bitstreamRange = new(_spool.Length, bitstream.Length);
            await _spool.WriteAsync(bitstream, cancellationToken).ConfigureAwait(false);
            return (alphaRange, bitstreamRange);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Appends the pictures of an encoded run.</summary>
    /// <param name="encoded">A whole WebP; seekable.</param>
    /// <param name="indices">The number of each frame that it was made of; null for those that are left out.</param>
    /// <param name="step">Distance of two frames on its clock: a picture that lasts longer stands for several, which it took for one.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <exception cref="ConversionException">It is no whole WebP.</exception>
    public async Task<IReadOnlyList<WebpPicture>> TakeAsync(Stream encoded, IReadOnlyList<int?> indices, int step, CancellationToken cancellationToken)
    {
        WebpAnimation animation = WebpAnimation.Read(encoded, "the WebP encoder's file");
        List<WebpPicture> pictures = [];
        int taken = 0;
        foreach (WebpFrame frame in animation.Frames)
        {
            if (taken < indices.Count && indices[taken] is { } index)
            {
                pictures.Add(new WebpPicture(index, await MoveAsync(encoded, frame, cancellationToken).ConfigureAwait(false)));
            }

            taken += Math.Max(1, (int)Math.Round(frame.Duration.TotalMilliseconds / step));
        }

        return pictures;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _turn.Dispose();
        return _spool.DisposeAsync();
    }

    private async Task<WebpFrame> MoveAsync(Stream source, WebpFrame frame, CancellationToken cancellationToken)
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
