using System.Globalization;
using System.Security.Cryptography;
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
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _bytes;
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
            _md5.AppendData(chunk.Span);
            _sha256.AppendData(chunk.Span);
            _bytes += chunk.Length;
            await _upload.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
        }

        await _upload.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<SinkResult> PublishAsync()
    {
        StoreObject written = await _upload.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
        _isPublished = true;
        if (written.Bytes != _bytes)
        {
            await WithdrawAsync().ConfigureAwait(false);
            throw new ConversionException(
                ErrorId.StorageFailed,
                FailureKind.Internal,
                string.Create(CultureInfo.InvariantCulture, $"The store says that '{_destination}' has {written.Bytes} bytes, but {_bytes} were sent."),
                "Convert again; if it happens again, look at what lies between here and the store.");
        }

        return new SinkResult(
            _destination,
            _bytes,
            Convert.ToHexStringLower(_md5.GetHashAndReset()),
            Convert.ToHexStringLower(_sha256.GetHashAndReset()),
            written.ETag);
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
        _md5.Dispose();
        _sha256.Dispose();
    }
}
