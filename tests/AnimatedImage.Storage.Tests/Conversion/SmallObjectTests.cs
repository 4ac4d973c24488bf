using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Requests;
using AnimatedImage.Storage.Tests.Servers;
using AnimatedImage.TestServers.Proxy;

namespace AnimatedImage.Storage.Tests.Conversion;

/// <summary>What a small object costs that a listing found: one read, one look at its destination, one write.</summary>
public sealed class SmallObjectTests(RealStore real)
{
    private const int Objects = 4;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_listed_object_is_converted_with_three_requests()
    {
        using TestBucket bucket = await real.NewBucketAsync();
        byte[] clip = await MakeClipAsync();
        for (int number = 0; number < Objects; number++)
        {
            // A few bytes behind the last box make each another object.
            await bucket.PutAsync($"in/{number}.mp4", [.. clip, 0, 0, 0, 9, .. "free"u8, (byte)number]);
        }

        await using FaultProxy proxy = FaultProxy.Start((await real.GetAsync()).Endpoint);
        using MediaStores stores = bucket.Open(proxy.Endpoint);
        List<StoreObject> listed = await stores.For(bucket.At("in/")).ListAsync(bucket.At("in/"), new StoreListing(), Token).ToListAsync(Token);
        Assert.Equal(Objects, listed.Count);

        // The first one also asks whether the bucket is there at all.
        await ConvertAsync(stores, listed[0], bucket.At("out/0.gif"));
        int before = proxy.Requests.Count;
        foreach (StoreObject each in listed[1..])
        {
            await ConvertAsync(stores, each, bucket.At($"out/{each.Location.Name}.gif"));
        }

        // The source is read and its output's place looked at side by side.
        Assert.Equal(
            Enumerable.Range(1, Objects - 1).SelectMany(number => new[] { $"GET in/{number}.mp4", $"HEAD out/{number}.mp4.gif", $"PUT out/{number}.mp4.gif" }),
            proxy.Requests.Skip(before).Select(request => $"{request.Method} {request.Target[(bucket.Name.Length + 2)..]}")
                .Chunk(3).SelectMany(asked => asked.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task What_appears_after_the_look_is_kept_by_the_write_itself()
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await using FaultProxy proxy = FaultProxy.Start((await real.GetAsync()).Endpoint);
        using MediaStores stores = bucket.Open(proxy.Endpoint);
        MediaLocation output = bucket.At("out.gif");
        IMediaStore store = stores.For(output);
        await Told.ByAsync(ErrorId.PathNotFound, () => store.DescribeAsync(output, Token));
        int before = proxy.Requests.Count;

        await using IStoreUpload upload = await store.UploadAsync(output, new UploadOptions { ContentType = "image/gif" }, Token);
        await upload.WriteAsync(new byte[100], Token);
        await bucket.PutAsync("out.gif", [1, 2, 3]);
        await Told.ByAsync(ErrorId.DestinationExists, () => upload.CompleteAsync(Token));

        Assert.Equal(["PUT"], proxy.Requests.Skip(before).Select(request => request.Method));
        Assert.Equal([1, 2, 3], await Bytes.ReadAsync(bucket.Store, output, 0, 10));
    }

    private static async Task ConvertAsync(IMediaStores stores, StoreObject source, MediaLocation output)
    {
        ConversionRequest request = new() { Source = source.Location, Destination = output.Path, Sampling = new Sampling { Count = 1 } };
        Converter converter = new(FFmpegLocator.Find(), stores);
        await using PreparedConversion prepared = await converter.PrepareAsync(request, null, source, Token);
        await converter.RunAsync(prepared, null, Token);
    }

    private static async Task<byte[]> MakeClipAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("animatedimage-clip-");
        try
        {
            string path = Path.Combine(folder.FullName, "clip.mp4");
            await using FFmpegProcess child = FFmpegProcess.Start(
                FFmpegLocator.Find().FFmpegPath, ["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=10:d=1", "-c:v", "mpeg4", path], ProcessLimits.Default, Token);
            await child.Output.CopyToAsync(Stream.Null, Token);
            await child.EnsureSuccessAsync(path, Token);
            return await File.ReadAllBytesAsync(path, Token);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
