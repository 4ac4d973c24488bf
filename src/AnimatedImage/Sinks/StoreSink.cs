using System.Globalization;
using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.Sinks;

/// <summary>An object in a store: sent in parts, out of sight until the whole is there. Whatever happens before leaves neither object nor parts.</summary>
public sealed class StoreSink : ISink
{
    private readonly IMediaStore _store;
    private readonly MediaLocation _destination;
    private readonly bool _overwrite;
    private readonly IStoreUpload _upload;
    private readonly OutputDigest _digest = new();
    private bool _isPublished;

    private StoreSink(IMediaStore store, MediaLocation destination, bool overwrite, IStoreUpload upload)
    {
        _store = store;
        _destination = destination;
        _overwrite = overwrite;
        _upload = upload;
    }

    /// <summary>Begins the upload.</summary>
    /// <exception cref="ConversionException">The store refuses it.</exception>
    public static async Task<StoreSink> OpenAsync(IMediaStore store, MediaLocation destination, UploadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        IStoreUpload upload = await store.UploadAsync(destination, options, cancellationToken).ConfigureAwait(false);
        return new StoreSink(store, destination, options.Overwrite, upload);
    }

    /// <inheritdoc/>
    public async Task WriteAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        await foreach (ReadOnlyMemory<byte> chunk in chunks.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            _digest.Append(chunk.Span);
            await _upload.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
        }

        await _upload.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<SinkResult> PublishAsync()
    {
        StoreObject written = await _upload.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
        _isPublished = true;
        if (written.Bytes != _digest.Bytes)
        {
            await WithdrawAsync().ConfigureAwait(false);
            throw new ConversionException(
                ErrorId.StorageFailed,
                FailureKind.Internal,
                string.Create(CultureInfo.InvariantCulture, $"The store says that '{_destination}' has {written.Bytes} bytes, but {_digest.Bytes} were sent."),
                "Convert again; if it happens again, look at what lies between here and the store.");
        }

        return _digest.Finish(_destination, written.ETag);
    }

    /// <inheritdoc/>
    public async Task WithdrawAsync()
    {
        // What was replaced is gone and cannot come back; what is new may go.
        if (_isPublished && !_overwrite)
        {
            try
            {
                await _store.DeleteAsync(_destination, CancellationToken.None).ConfigureAwait(false);
            }
            catch (ConversionException)
            {
                // The store is in trouble; the failure that brought us here is the one to tell.
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _upload.DisposeAsync().ConfigureAwait(false);
        _digest.Dispose();
    }
}
