using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Gateway;

/// <summary>A store in memory that notes every request and fails on demand.</summary>
internal sealed class MemoryStore : IMediaStore, IMediaStores
{
    private int _reads;
    private long _bytesSent;

    public ConcurrentDictionary<string, MemoryObject> Objects { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<StoreRequest> Requests { get; } = new();

    /// <summary>What happens to a read; null = it works.</summary>
    public Func<StoreRequest, ReadFault?> OnRead { get; set; } = static _ => null;

    /// <summary>What happens to anything else; throws or does nothing.</summary>
    public Action<StoreRequest> OnOther { get; set; } = static _ => { };

    /// <summary>Uploads that are neither complete nor aborted.</summary>
    public int OpenUploads;

    /// <summary>Transfers that have not been disposed.</summary>
    public int OpenReads;

    /// <summary>Bytes that readers took.</summary>
    public long BytesSent => Interlocked.Read(ref _bytesSent);

    public IEnumerable<StoreRequest> Reads => Requests.Where(request => request.Kind == "Read");

    public static MediaLocation At(string key) => MediaLocation.FromObject(LocationScheme.S3, "media", key);

    public IMediaStore For(MediaLocation location) => this;

    public MediaLocation Put(string key, byte[] bytes, string? etag = "v1")
    {
        Objects[key] = MemoryObject.Of(bytes, etag);
        return At(key);
    }

    public MediaLocation PutFile(string key, string path, string etag = "v1")
    {
        Objects[key] = MemoryObject.OfFile(path, etag);
        return At(key);
    }

    public Task<StoreObject> DescribeAsync(MediaLocation location, CancellationToken cancellationToken)
    {
        Note(new StoreRequest("Describe", location.Key!));
        return Task.FromResult(Describe(location.Key!, Find(location)));
    }

    public async Task<StoreRange> ReadAsync(MediaLocation location, long offset, long count, string? etag, CancellationToken cancellationToken)
    {
        StoreRequest request = new("Read", location.Key!, offset, count, Interlocked.Increment(ref _reads) - 1);
        Requests.Enqueue(request);
        ReadFault? fault = OnRead(request);
        if (fault?.Delay is { } delay)
        {
            await Task.Delay(delay, cancellationToken);
        }

        if (fault?.Failure is { } failure)
        {
            throw failure;
        }

        MemoryObject found = Find(location);
        if (etag is not null && found.ETag is not null && etag != found.ETag)
        {
            throw new ConversionException(ErrorId.SourceChanged, FailureKind.Source, $"'{location}' was replaced.");
        }

        count = Math.Min(count, found.Bytes - offset);
        Interlocked.Increment(ref OpenReads);
        Stream content = new MemoryTransfer(found, offset, count, fault, sent => Interlocked.Add(ref _bytesSent, sent), () => Interlocked.Decrement(ref OpenReads));
        return new StoreRange(content, offset, count, found.Bytes, found.ETag);
    }

    public async IAsyncEnumerable<StoreObject> ListAsync(MediaLocation prefix, StoreListing listing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Note(new StoreRequest("List", prefix.Key!));
        foreach ((string key, MemoryObject found) in Objects.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            if (key.StartsWith(prefix.Key!, StringComparison.Ordinal) && (listing.Recurse || !key[prefix.Key!.Length..].Contains('/', StringComparison.Ordinal)))
            {
                yield return Describe(key, found);
            }
        }

        await Task.CompletedTask;
    }

    public Task<IStoreUpload> UploadAsync(MediaLocation location, UploadOptions options, CancellationToken cancellationToken)
    {
        Note(new StoreRequest("Upload", location.Key!));
        Interlocked.Increment(ref OpenUploads);
        return Task.FromResult<IStoreUpload>(new MemoryUpload(this, location, options));
    }

    public Task DeleteAsync(MediaLocation location, CancellationToken cancellationToken)
    {
        Note(new StoreRequest("Delete", location.Key!));
        Objects.TryRemove(location.Key!, out _);
        return Task.CompletedTask;
    }

    internal void Note(StoreRequest request)
    {
        Requests.Enqueue(request);
        OnOther(request);
    }

    private static StoreObject Describe(string key, MemoryObject found) => new()
    {
        Location = At(key),
        Bytes = found.Bytes,
        ETag = found.ETag,
        ContentType = found.ContentType,
        Metadata = found.Metadata,
    };

    private MemoryObject Find(MediaLocation location) => Objects.GetValueOrDefault(location.Key!)
        ?? throw new ConversionException(ErrorId.PathNotFound, FailureKind.Input, $"'{location}' does not exist.");

    private sealed class MemoryUpload(MemoryStore store, MediaLocation location, UploadOptions options) : IStoreUpload
    {
        private readonly MemoryStream _bytes = new();
        private bool _isDone;

        public Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            _bytes.Write(bytes.Span);
            return Task.CompletedTask;
        }

        public Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<StoreObject> CompleteAsync(CancellationToken cancellationToken)
        {
            store.Note(new StoreRequest("Complete", location.Key!));
            byte[] bytes = _bytes.ToArray();
            MemoryObject written = new()
            {
                Bytes = bytes.Length,
                ETag = Convert.ToHexStringLower(MD5.HashData(bytes)),
                ContentType = options.ContentType,
                Metadata = new Dictionary<string, string>(options.Metadata) { ["test-cache-control"] = options.CacheControl ?? "", ["test-tags"] = string.Join(',', options.Tags), ["test-class"] = options.StorageClass ?? "" },
                Read = (offset, target) => bytes.AsSpan((int)offset, target.Length).CopyTo(target),
            };
            if (options.Overwrite)
            {
                store.Objects[location.Key!] = written;
            }
            else if (!store.Objects.TryAdd(location.Key!, written))
            {
                throw new ConversionException(ErrorId.DestinationExists, FailureKind.Input, $"'{location}' exists already.");
            }

            Close();
            return Task.FromResult(Describe(location.Key!, written));
        }

        public ValueTask DisposeAsync()
        {
            Close();
            return ValueTask.CompletedTask;
        }

        private void Close()
        {
            if (!_isDone)
            {
                _isDone = true;
                Interlocked.Decrement(ref store.OpenUploads);
            }
        }
    }
}
