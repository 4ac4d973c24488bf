using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3.Model;
using AnimatedImage.Failures;

namespace AnimatedImage.Storage.S3;

/// <summary>A store that speaks the S3 protocol.</summary>
internal sealed class S3Store : IMediaStore, IDisposable
{
    private const int KeysPerPage = 1000;

    private readonly StoreConnection _connection;
    private readonly StoreFailure _failure;

    /// <summary>Buckets that are known to exist, so that an object that is missing there needs no second question.</summary>
    private readonly ConcurrentDictionary<string, bool> _seenBuckets = new();

    /// <param name="profile">How it is reached.</param>
    /// <param name="credentials">For credentials of the session and of vaults; null = there are none.</param>
    /// <param name="handler">Sends the requests; null = the network.</param>
    public S3Store(StoreProfile profile, ICredentialSource? credentials, HttpMessageHandler? handler = null)
    {
        _connection = new StoreConnection(profile, credentials, handler);
        _failure = new StoreFailure(profile, _connection.Address, () => _connection.IsTemporary);
    }

    /// <summary>True once the store is known to check If-None-Match on PUT, whoever's store the profile says that it is: Ceph does since 10.2.</summary>
    public bool ChecksPut { get; private set; }

    /// <inheritdoc/>
    public Task<StoreObject> DescribeAsync(MediaLocation location, CancellationToken cancellationToken) =>
        CallAsync(StoreOperation.Describe, location, clients => HeadAsync(clients, location, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<StoreRange> ReadAsync(MediaLocation location, long offset, long count, string? etag, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return CallAsync(StoreOperation.Read, location, clients => GetAsync(clients, location, offset, count, etag, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoreObject> ListAsync(
        MediaLocation prefix, StoreListing listing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(listing);
        ListObjectsV2Request request = new()
        {
            BucketName = prefix.Bucket,
            Prefix = prefix.Key,
            StartAfter = listing.StartAfter,
            Delimiter = listing.Recurse ? null : "/",
            MaxKeys = KeysPerPage,
        };
        do
        {
            ListObjectsV2Response page = await CallAsync(
                StoreOperation.List, prefix, clients => clients.Retrying.ListObjectsV2Async(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            foreach (StoreObject found in StoredObjects.On(page, prefix, listing.Folders))
            {
                yield return found;
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    /// <inheritdoc/>
    public Task<IStoreUpload> UploadAsync(MediaLocation location, UploadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(options);
        StoredObjects.CheckKey(location);
        return Task.FromResult<IStoreUpload>(new S3Upload(this, location, options, _connection.Profile.Provider));
    }

    /// <inheritdoc/>
    public Task DeleteAsync(MediaLocation location, CancellationToken cancellationToken)
    {
        DeleteObjectRequest request = new() { BucketName = location.Bucket, Key = location.Key };
        return CallAsync(StoreOperation.Delete, location, clients => clients.Retrying.DeleteObjectAsync(request, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// One call of the SDK, its failures told. The attempts that it took are in <see cref="StoreAnswer.Current"/> of the callback.
    /// </summary>
    internal async Task<T> CallAsync<T>(StoreOperation operation, MediaLocation location, Func<StoreClients, Task<T>> call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(location);
        StoredObjects.CheckBucket(location);
        if (operation != StoreOperation.List)
        {
            StoredObjects.CheckKey(location);
        }

        StoreClients clients = await _connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        StoreAnswer answer = StoreAnswer.Begin();
        try
        {
            T done = await call(clients).ConfigureAwait(false);
            _seenBuckets.TryAdd(location.Bucket!, true);
            return done;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is not ConversionException)
        {
            ConversionException told = _failure.Tell(exception, operation, location, answer);
            if (told.ErrorId == ErrorId.StorageDenied)
            {
                _connection.Forget();
            }
            else if (told.ErrorId == ErrorId.PathNotFound)
            {
                _seenBuckets.TryAdd(location.Bucket!, true);
            }

            throw told;
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested && exception is not OperationCanceledException)
        {
            throw new OperationCanceledException("The request was cancelled.", cancellationToken);
        }
        finally
        {
            ChecksPut |= answer.IsCeph;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private async Task<StoreObject> HeadAsync(StoreClients clients, MediaLocation location, CancellationToken cancellationToken)
    {
        GetObjectMetadataRequest head = new() { BucketName = location.Bucket, Key = location.Key };
        try
        {
            return StoredObjects.Of(location, await clients.Retrying.GetObjectMetadataAsync(head, cancellationToken).ConfigureAwait(false));
        }
        catch (AmazonServiceException exception) when (
            exception.StatusCode is >= HttpStatusCode.Moved and < HttpStatusCode.InternalServerError
            && !(exception.StatusCode == HttpStatusCode.NotFound && _seenBuckets.ContainsKey(location.Bucket!)))
        {
            // Answers to HEAD have no body and therefore no code: a GET of the first byte tells a missing bucket from a missing key,
            // a wrong secret from a missing right.
            GetObjectRequest get = new() { BucketName = location.Bucket, Key = location.Key, ByteRange = new ByteRange(0, 0) };
            using GetObjectResponse response = await clients.Retrying.GetObjectAsync(get, cancellationToken).ConfigureAwait(false);

            // It came into being in between, or the SDK has learnt meanwhile by how much the clock is wrong.
            return StoredObjects.Of(location, await clients.Retrying.GetObjectMetadataAsync(head, cancellationToken).ConfigureAwait(false));
        }
    }

    private async Task<StoreRange> GetAsync(
        StoreClients clients, MediaLocation location, long offset, long count, string? etag, CancellationToken cancellationToken)
    {
        GetObjectRequest request = new()
        {
            BucketName = location.Bucket,
            Key = location.Key,
            ByteRange = new ByteRange(offset, Math.Min(offset, long.MaxValue - count) + count - 1),
            EtagToMatch = etag is null ? null : $"\"{etag}\"",
        };
        try
        {
            GetObjectResponse response = await clients.Single.GetObjectAsync(request, cancellationToken).ConfigureAwait(false);
            return StoredObjects.RangeOf(location, response, offset);
        }
        catch (AmazonServiceException exception) when (exception.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            // Nothing lies at or after the offset: no bytes, but no failure either.
            StoreObject whole = await HeadAsync(clients, location, cancellationToken).ConfigureAwait(false);
            return new StoreRange(Stream.Null, offset, 0, whole.Bytes, whole.ETag);
        }
    }
}
