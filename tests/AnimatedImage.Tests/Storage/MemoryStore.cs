using System.Runtime.CompilerServices;
using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Storage;

/// <summary>A store in memory: ordered by key, strict about what is asked, and able to fail where a test wants it.</summary>
internal sealed class MemoryStore : IMediaStore
{
    /// <summary>The objects by location.</summary>
    public SortedDictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>Throws where a test wants a failure; the argument is the method's name.</summary>
    public Action<string> Fail { get; set; } = _ => { };

    public async IAsyncEnumerable<StoreObject> ListAsync(
        MediaLocation prefix, StoreListing listing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Fail(nameof(ListAsync));
        await Task.Yield();
        foreach ((string path, byte[] bytes) in Objects.Where(each => each.Key.StartsWith(prefix.Path, StringComparison.Ordinal)).ToArray())
        {
            if (listing.Recurse || !path[prefix.Path.Length..].Contains('/', StringComparison.Ordinal))
            {
                yield return Describe(path, bytes);
            }
        }
    }

    public Task<StoreObject> DescribeAsync(MediaLocation location, CancellationToken cancellationToken) =>
        Task.FromResult(Describe(location.Path, Objects[location.Path]));

    public Task<StoreRange> ReadAsync(MediaLocation location, long offset, long count, string? etag, CancellationToken cancellationToken)
    {
        Fail(nameof(ReadAsync));
        byte[] all = Objects[location.Path];
        byte[] part = [.. all.Skip((int)offset).Take((int)count)];
        return Task.FromResult(new StoreRange(new MemoryStream(part), offset, part.Length, all.Length, null));
    }

    public Task<IStoreUpload> UploadAsync(MediaLocation location, UploadOptions options, CancellationToken cancellationToken)
    {
        Fail(nameof(UploadAsync));
        return Task.FromResult<IStoreUpload>(new Upload(this, location));
    }

    public Task DeleteAsync(MediaLocation location, CancellationToken cancellationToken)
    {
        Fail(nameof(DeleteAsync));
        Objects.Remove(location.Path);
        return Task.CompletedTask;
    }

    /// <summary>A failure as stores tell it.</summary>
    public static ConversionException Denied(string code) =>
        new(ErrorId.StorageDenied, FailureKind.Input, $"The store refused: 403 {code}.", "Check the key.");

    private static StoreObject Describe(string path, byte[] bytes) => new() { Location = MediaLocation.Parse(path), Bytes = bytes.Length };

    private sealed class Upload(MemoryStore store, MediaLocation location) : IStoreUpload
    {
        private readonly MemoryStream _bytes = new();

        public Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _bytes.WriteAsync(bytes, cancellationToken).AsTask();

        public Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<StoreObject> CompleteAsync(CancellationToken cancellationToken)
        {
            store.Fail(nameof(CompleteAsync));
            store.Objects[location.Path] = _bytes.ToArray();
            return Task.FromResult(Describe(location.Path, store.Objects[location.Path]));
        }

        public ValueTask DisposeAsync() => _bytes.DisposeAsync();
    }
}
