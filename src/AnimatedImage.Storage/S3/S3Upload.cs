using Amazon.S3.Model;
using AnimatedImage.Failures;

namespace AnimatedImage.Storage.S3;

/// <summary>
/// An object being written: by one request when it is small, in parts when it is not. It is out of sight until complete, because a
/// store shows neither a PUT that is under way nor parts.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="location">The object.</param>
/// <param name="options">What is stored with it.</param>
/// <param name="provider">Whose store: not all of them can be told to keep an existing object.</param>
internal sealed class S3Upload(S3Store store, MediaLocation location, UploadOptions options, StoreProvider provider) : IStoreUpload
{
    private readonly UploadHeaders _headers = new(location, options);
    private readonly Stack<byte[]> _spare = new();
    private byte[] _buffer = [];
    private int _filled;
    private long _written;
    private PartedUpload? _parts;
    private bool _isClosed;

    /// <inheritdoc/>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        while (bytes.Length > 0)
        {
            int size = PartSizes.Next(_written - _filled);
            if (_filled >= size)
            {
                await SendPartAsync(size, cancellationToken).ConfigureAwait(false);
                continue;
            }

            int taken = Math.Min(bytes.Length, size - _filled);
            MakeRoom(_filled + taken, size);
            bytes.Span[..taken].CopyTo(_buffer.AsSpan(_filled));
            _filled += taken;
            _written += taken;
            bytes = bytes[taken..];
        }
    }

    /// <inheritdoc/>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_parts is null)
        {
            return;
        }

        if (_filled > 0)
        {
            await SendPartAsync(PartSizes.Next(_written - _filled), cancellationToken).ConfigureAwait(false);
        }

        await _parts.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<StoreObject> CompleteAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        await FlushAsync(cancellationToken).ConfigureAwait(false);

        if (!options.Overwrite && provider != StoreProvider.Aws && !(_parts is null && store.ChecksPut))
        {
            await RefuseRivalsAsync(cancellationToken).ConfigureAwait(false);
        }

        byte[] digest = _parts is null ? ContentDigest.Of(_buffer.AsSpan(0, _filled)) : [];
        string expected = _parts?.ExpectedETag ?? Convert.ToHexStringLower(digest);
        int attempts = 0;
        string? etag;
        try
        {
            string? ifNoneMatch = options.Overwrite ? null : "*";
            etag = _parts is null
                ? await PutAsync(digest, ifNoneMatch, counted => attempts = counted, cancellationToken).ConfigureAwait(false)
                : await _parts.CompleteAsync(ifNoneMatch, counted => attempts = counted, cancellationToken).ConfigureAwait(false);
        }
        catch (ConversionException exception) when (attempts > 1 && exception.ErrorId is ErrorId.DestinationExists or ErrorId.PathNotFound or ErrorId.StorageFailed)
        {
            // The answer to an earlier attempt was lost and this one found our own object, or no upload any more.
            if (!await IsThereAsync(expected, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }

            etag = expected;
            _parts?.Dispose();
        }

        _isClosed = true;
        _buffer = [];
        if (_parts is not null && provider == StoreProvider.S3Compatible && _headers.Tags is { } tags)
        {
            await TagAsync(tags, cancellationToken).ConfigureAwait(false);
        }

        return await VerifyAsync(etag, expected, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _buffer = [];
            if (_parts is not null)
            {
                await _parts.AbortAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task SendPartAsync(int size, CancellationToken cancellationToken)
    {
        _parts ??= await PartedUpload.BeginAsync(store, location, _headers.ForParts(), cancellationToken).ConfigureAwait(false);
        await _parts.SendAsync(_buffer, _filled, PartSizes.AtOnce(size), Spare, cancellationToken).ConfigureAwait(false);
        lock (_spare)
        {
            _buffer = _spare.TryPop(out byte[]? spare) ? spare : [];
        }

        _filled = 0;

        void Spare(byte[] buffer)
        {
            lock (_spare)
            {
                // Parts grow; smaller buffers are of no use any more.
                if (buffer.Length >= size && _spare.Count < PartSizes.AtOnce(size))
                {
                    _spare.Push(buffer);
                }
            }
        }
    }

    /// <summary>Grows by doubling, so that a small image does not take a whole part's memory.</summary>
    private void MakeRoom(int needed, int size)
    {
        if (_buffer.Length < needed)
        {
            Array.Resize(ref _buffer, Math.Min(size, Math.Max(needed, Math.Max(64 * 1024, _buffer.Length * 2))));
        }
    }

    private Task<string?> PutAsync(byte[] digest, string? ifNoneMatch, Action<int> attempts, CancellationToken cancellationToken)
    {
        return store.CallAsync(
            StoreOperation.Write,
            location,
            async clients =>
            {
                using MemoryStream bytes = new(_buffer, 0, _filled, writable: false);
                StoreAnswer answer = StoreAnswer.Current!;
                try
                {
                    PutObjectResponse put = await clients.Retrying.PutObjectAsync(_headers.ForWhole(bytes, digest, ifNoneMatch), cancellationToken).ConfigureAwait(false);
                    return StoredObjects.WithoutQuotes(put.ETag);
                }
                finally
                {
                    attempts(answer.Attempts);
                }
            },
            cancellationToken);
    }

    /// <summary>
    /// Stores that do not know If-None-Match write without a word, so all but those that are known to are asked first: for other uploads, then for the object,
    /// in this order, for an upload that ends in between is one or the other. COS and OSS have headers of their own besides.
    /// </summary>
    private async Task RefuseRivalsAsync(CancellationToken cancellationToken)
    {
        const string advice = "Use -Force to replace it, or choose another destination.";
        if (_parts is not null && provider == StoreProvider.S3Compatible
            && await new RivalUploads(store, location).BeganEarlierAsync(_parts.Id, cancellationToken).ConfigureAwait(false))
        {
            throw new ConversionException(
                ErrorId.DestinationExists, FailureKind.Input, $"Another writer is just making {location}, and began before.", advice);
        }

        if (await FindAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            throw new ConversionException(ErrorId.DestinationExists, FailureKind.Input, $"{location} exists already.", advice);
        }
    }

    /// <summary>Ceph and others forget the tags that an upload began with.</summary>
    private async Task TagAsync(List<Tag> tags, CancellationToken cancellationToken)
    {
        PutObjectTaggingRequest request = new() { BucketName = location.Bucket, Key = location.Key, Tagging = new Tagging { TagSet = tags } };
        await store.CallAsync(
            StoreOperation.Write, location, clients => clients.Retrying.PutObjectTaggingAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> IsThereAsync(string etag, CancellationToken cancellationToken) =>
        await FindAsync(cancellationToken).ConfigureAwait(false) is { } there && there.ETag == etag && there.Bytes == _written;

    private async Task<StoreObject?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.DescribeAsync(location, cancellationToken).ConfigureAwait(false);
        }
        catch (ConversionException exception) when (exception.ErrorId == ErrorId.PathNotFound)
        {
            return null;
        }
    }

    /// <summary>
    /// An ETag that is the MD5 we computed proves size and bytes. Stores that encrypt with their customers' keys give another one; there
    /// the store checked each part's Content-MD5, and the size is asked for.
    /// </summary>
    private async Task<StoreObject> VerifyAsync(string? etag, string expected, CancellationToken cancellationToken)
    {
        if (string.Equals(etag, expected, StringComparison.OrdinalIgnoreCase))
        {
            return new StoreObject
            {
                Location = location,
                Bytes = _written,
                ETag = etag,
                ContentType = options.ContentType,
                StorageClass = options.StorageClass,
                Metadata = options.Metadata,
            };
        }

        StoreObject stored = await store.DescribeAsync(location, cancellationToken).ConfigureAwait(false);
        return stored.Bytes == _written ? stored : throw new ConversionException(
            ErrorId.StorageFailed,
            FailureKind.Internal,
            $"{location} was written with {_written} bytes, but the store now says {stored.Bytes}: another writer replaced it, or the store is in trouble.",
            "Look at the object, then write it again with -Force.");
    }
}
