using Amazon.S3;
using Amazon.S3.Model;
using AnimatedImage.TestServers.Ceph;

namespace AnimatedImage.Storage.Tests.Servers;

/// <summary>A bucket of one test, with the stores to test on it and a client of the SDK that looks behind their backs.</summary>
internal sealed class TestBucket : IDisposable
{
    private readonly CephServer _server;

    private TestBucket(CephServer server, AmazonS3Client client)
    {
        _server = server;
        Client = client;
        Stores = Open(server.Endpoint);
    }

    /// <summary>Its name.</summary>
    public string Name { get; } = $"bucket-{Guid.NewGuid():N}";

    /// <summary>The SDK, for preparing and judging.</summary>
    public AmazonS3Client Client { get; }

    /// <summary>The stores, with the right credential.</summary>
    public MediaStores Stores { get; }

    /// <summary>The store of this bucket.</summary>
    public IMediaStore Store => Stores.For(At("any"));

    public static async Task<TestBucket> CreateAsync(CephServer server)
    {
        AmazonS3Client client = server.MakeClient();
        TestBucket bucket = new(server, client);
        await client.PutBucketAsync(bucket.Name, TestContext.Current.CancellationToken);
        return bucket;
    }

    /// <summary>A place in the bucket.</summary>
    public MediaLocation At(string key) => MediaLocation.FromObject(LocationScheme.S3, Name, key);

    /// <summary>Stores on another way to the server, or with another credential.</summary>
    public MediaStores Open(Uri endpoint, StoreCredential? credential = null) => new(
        StoreProfiles.Of([new StoreProfile { Name = "ceph", Provider = StoreProvider.S3Compatible, Endpoint = endpoint, IsDefault = true, Credential = new CredentialReference { Kind = CredentialKind.Session } }]),
        new KnownCredential(credential ?? new StoreCredential(_server.AccessKey, _server.SecretKey)));

    /// <summary>Puts an object there behind the store's back.</summary>
    public Task PutAsync(string key, byte[] bytes) => Client.PutObjectAsync(new PutObjectRequest { BucketName = Name, Key = key, InputStream = new MemoryStream(bytes) }, TestContext.Current.CancellationToken);

    /// <summary>Every key, as the SDK lists them.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync() =>
        [.. (await Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Name }, TestContext.Current.CancellationToken)).S3Objects?.Select(found => found.Key) ?? []];

    /// <summary>How many uploads were begun and neither completed nor aborted.</summary>
    public async Task<int> OpenUploadsAsync() =>
        (await Client.ListMultipartUploadsAsync(Name, TestContext.Current.CancellationToken)).MultipartUploads?.Count ?? 0;

    public void Dispose()
    {
        Stores.Dispose();
        Client.Dispose();
    }
}
