using Amazon.S3.Model;
using AnimatedImage.Failures;

namespace AnimatedImage.Storage.S3;

/// <summary>A multipart upload: parts on their way, numbered, each with its checksum.</summary>
internal sealed class PartedUpload : IDisposable
{
    private readonly S3Store _store;
    private readonly MediaLocation _location;
    private readonly string _id;
    private readonly CancellationTokenSource _ending = new();
    private readonly List<Task<PartETag>> _parts = [];
    private readonly List<byte[]> _digests = [];

    private PartedUpload(S3Store store, MediaLocation location, string id)
    {
        _store = store;
        _location = location;
        _id = id;
        OpenUploads.Add(this);
    }

    /// <summary>The ETag of the whole by the rule of S3: the MD5 of the parts' MD5s, and how many they are.</summary>
    public string ExpectedETag => $"{Convert.ToHexStringLower(ContentDigest.Of([.. _digests.SelectMany(digest => digest)]))}-{_digests.Count}";

    /// <summary>The store's name for the upload.</summary>
    public string Id => _id;

    /// <summary>Begins an upload in the store.</summary>
    public static async Task<PartedUpload> BeginAsync(S3Store store, MediaLocation location, InitiateMultipartUploadRequest request, CancellationToken cancellationToken)
    {
        InitiateMultipartUploadResponse answer = await store.CallAsync(
            StoreOperation.Write, location, clients => clients.Retrying.InitiateMultipartUploadAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        return new PartedUpload(store, location, answer.UploadId);
    }

    /// <summary>Sends the next part, after waiting until fewer than so many are on their way.</summary>
    /// <param name="buffer">Its bytes begin here; not used by anyone else until <paramref name="sent"/> gets it back.</param>
    /// <param name="length">How many.</param>
    /// <param name="atOnce">How many parts may be on their way, this one included.</param>
    /// <param name="sent">Takes the buffer when the store has the part.</param>
    /// <param name="cancellationToken">Ends the waiting; parts end when the upload is aborted.</param>
    public async Task SendAsync(byte[] buffer, int length, int atOnce, Action<byte[]> sent, CancellationToken cancellationToken)
    {
        if (_parts.Count == PartSizes.MostParts)
        {
            throw new ConversionException(ErrorId.StorageFailed, FailureKind.Input, $"{_location} is larger than the 5 TiB that a store takes.");
        }

        while (_parts.Count(part => !part.IsCompleted) >= atOnce)
        {
            await Task.WhenAny(_parts.Where(part => !part.IsCompleted)).WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_parts.Find(part => part.IsFaulted) is { } failed)
        {
            await failed.ConfigureAwait(false);
        }

        byte[] digest = ContentDigest.Of(buffer.AsSpan(0, length));
        _digests.Add(digest);
        int number = _parts.Count + 1;
        _parts.Add(Task.Run(() => SendPartAsync(number, buffer, length, digest, sent), CancellationToken.None));
    }

    /// <summary>Waits until the store has every part.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken) => await Task.WhenAll(_parts).WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Joins the parts to the object.</summary>
    /// <param name="ifNoneMatch"><c>*</c> when no other object may stand there.</param>
    /// <param name="attempts">Told how many requests it took, also when it fails.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The object's ETag.</returns>
    public async Task<string?> CompleteAsync(string? ifNoneMatch, Action<int> attempts, CancellationToken cancellationToken)
    {
        CompleteMultipartUploadRequest request = new()
        {
            BucketName = _location.Bucket,
            Key = _location.Key,
            UploadId = _id,
            PartETags = [.. await Task.WhenAll(_parts).ConfigureAwait(false)],
            IfNoneMatch = ifNoneMatch,
        };
        string? etag = await _store.CallAsync(
            StoreOperation.Write,
            _location,
            async clients =>
            {
                StoreAnswer answer = StoreAnswer.Current!;
                try
                {
                    return (await clients.Retrying.CompleteMultipartUploadAsync(request, cancellationToken).ConfigureAwait(false)).ETag;
                }
                finally
                {
                    attempts(answer.Attempts);
                }
            },
            cancellationToken).ConfigureAwait(false);
        Dispose();
        return StoredObjects.WithoutQuotes(etag);
    }

    /// <summary>Forgets the upload, which the store knows no more.</summary>
    public void Dispose()
    {
        OpenUploads.Remove(this);
        _ending.Dispose();
    }

    /// <summary>Removes every part from the store. An upload that cannot be aborted is tried once more when the process ends.</summary>
    public async Task AbortAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);

        // A part that arrives after the abort would stay behind.
        await Task.WhenAll(_parts).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        try
        {
            AbortMultipartUploadRequest request = new() { BucketName = _location.Bucket, Key = _location.Key, UploadId = _id };
            await _store.CallAsync(
                StoreOperation.Delete, _location, clients => clients.Retrying.AbortMultipartUploadAsync(request, limit.Token), limit.Token).ConfigureAwait(false);
            Dispose();
        }
        catch (ConversionException exception) when (exception.ErrorId == ErrorId.PathNotFound)
        {
            Dispose();
        }
        catch (Exception exception) when (exception is ConversionException or OperationCanceledException)
        {
            // The failure that led here is the one to tell.
        }
    }

    private async Task<PartETag> SendPartAsync(int number, byte[] buffer, int length, byte[] digest, Action<byte[]> sent)
    {
        using MemoryStream bytes = new(buffer, 0, length, writable: false);
        UploadPartRequest request = new()
        {
            BucketName = _location.Bucket,
            Key = _location.Key,
            UploadId = _id,
            PartNumber = number,
            PartSize = length,
            InputStream = bytes,
            MD5Digest = Convert.ToBase64String(digest),
            UseChunkEncoding = false,
        };
        UploadPartResponse answer = await _store.CallAsync(
            StoreOperation.Write, _location, clients => clients.Retrying.UploadPartAsync(request, _ending.Token), _ending.Token).ConfigureAwait(false);
        sent(buffer);
        return new PartETag(answer);
    }
}
