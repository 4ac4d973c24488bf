using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using AnimatedImage.Storage;
using AnimatedImage.TestServers.Ceph;
using AnimatedImage.TestServers.Proxy;

namespace AnimatedImage.Bench.Storage;

/// <summary>A bucket on a real store, reached straight for timing and through a proxy for counting.</summary>
internal sealed class BenchBucket : IAsyncDisposable
{
    private const string Name = "bench";

    private readonly CephServer _server;
    private readonly FaultProxy _proxy;

    private BenchBucket(CephServer server)
    {
        _server = server;
        _proxy = FaultProxy.Start(server.Endpoint);
        Straight = Open(server.Endpoint);
        Counted = Open(_proxy.Endpoint);
    }

    /// <summary>The stores, straight.</summary>
    public MediaStores Straight { get; }

    /// <summary>The stores, through the proxy, which takes one request a connection: for counting, not for timing.</summary>
    public MediaStores Counted { get; }

    /// <summary>Starts the store.</summary>
    /// <param name="onDisk">True for more than 4 GiB.</param>
    /// <exception cref="TestServers.ServerUnavailableException">It cannot be had here.</exception>
    public static async Task<BenchBucket> StartAsync(bool onDisk)
    {
        CephServer server = await CephServer.StartAsync(onDisk);
        BenchBucket bucket = new(server);
        try
        {
            using AmazonS3Client client = server.MakeClient();
            await client.PutBucketAsync(Name);
            return bucket;
        }
        catch
        {
            await bucket.DisposeAsync();
            throw;
        }
    }

    /// <summary>A place in the bucket.</summary>
    public static MediaLocation At(string key) => MediaLocation.FromObject(LocationScheme.S3, Name, key);

    /// <summary>Puts a file there, by our own upload.</summary>
    public async Task PutAsync(string key, string file)
    {
        await using FileStream content = File.OpenRead(file);
        await using IStoreUpload upload = await Straight.For(At(key)).UploadAsync(At(key), new UploadOptions { ContentType = "video/mp4" }, CancellationToken.None);
        byte[] buffer = new byte[1 << 20];
        for (int read; (read = await content.ReadAsync(buffer)) > 0;)
        {
            await upload.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
        }

        await upload.FlushAsync(CancellationToken.None);
        await upload.CompleteAsync(CancellationToken.None);
    }

    /// <summary>An address that anybody may read the object by, for an hour.</summary>
    public string Presign(string key, bool counted)
    {
        // Signed for the host and port that are asked.
        using AmazonS3Client client = new(
            new BasicAWSCredentials(_server.AccessKey, _server.SecretKey),
            new AmazonS3Config { ServiceURL = (counted ? _proxy.Endpoint : _server.Endpoint).AbsoluteUri, AuthenticationRegion = "us-east-1", ForcePathStyle = true });
        return client.GetPreSignedURL(new GetPreSignedUrlRequest { BucketName = Name, Key = key, Protocol = Protocol.HTTP, Expires = DateTime.UtcNow.AddHours(1) });
    }

    /// <summary>Requests and bytes of answers that pass the proxy while something is done; bytes on their way to whoever hung up count too.</summary>
    public async Task<StoreTraffic> CountAsync(Func<Task> work)
    {
        int requests = _proxy.Requests.Count;
        long bytes = _proxy.AnswerBytes;
        await work();
        return new StoreTraffic([.. _proxy.Requests.Skip(requests).Select(request => request.Method)], _proxy.AnswerBytes - bytes);
    }

    public async ValueTask DisposeAsync()
    {
        Straight.Dispose();
        Counted.Dispose();
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
    }

    private MediaStores Open(Uri endpoint) => new(
        StoreProfiles.Of([new StoreProfile { Name = "bench", Provider = StoreProvider.S3Compatible, Endpoint = endpoint, Credential = new CredentialReference { Kind = CredentialKind.Session } }]),
        new KnownCredential(new StoreCredential(_server.AccessKey, _server.SecretKey)));
}
