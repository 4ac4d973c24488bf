using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Requests;
using AnimatedImage.Storage.Tests.Servers;
using AnimatedImage.TestServers.Ceph;
using AnimatedImage.TestServers.Proxy;

namespace AnimatedImage.Storage.Tests.Conversion;

/// <summary>Whole conversions from a real bucket into it, while the store or the object changes under their hands.</summary>
public sealed class TroubleInTheMiddleTests(RealStore real)
{
    // The first reads tell what the object is; by the fifth the decoder is at work.
    private const int Middle = 5;

    private static readonly Lazy<Task<byte[]>> s_clip = new(MakeClipAsync);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_stopped_and_started_again_is_waited_for()
    {
        // A server of its own: nobody else's tests should see it go.
        await real.GetAsync();
        await using CephServer server = await CephServer.StartAsync();
        using TestBucket bucket = await TestBucket.CreateAsync(server);
        await bucket.PutAsync("clip.mp4", await s_clip.Value);
        string expected = await ConvertAsync(bucket, bucket.Stores, "calm.gif");
        Task restart = Task.CompletedTask;
        WatchedStores stores = new(bucket.Stores, Middle, async () =>
        {
            await server.StopGatewayAsync();
            restart = Task.Run(async () =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1), Token);
                await server.StartGatewayAsync();
            });
        });

        Assert.Equal(expected, await ConvertAsync(bucket, stores, "outlasted.gif"));

        await restart;
        Assert.True(stores.Reads > Middle, $"The conversion was over after {stores.Reads} reads.");
        Assert.Equal(["calm.gif", "clip.mp4", "outlasted.gif"], await bucket.KeysAsync());
        Assert.Equal(0, await bucket.OpenUploadsAsync());
    }

    [Fact]
    public async Task An_object_that_is_replaced_is_never_mixed_with_the_new_one()
    {
        using TestBucket bucket = await real.NewBucketAsync();
        byte[] clip = await s_clip.Value;
        await bucket.PutAsync("clip.mp4", clip);
        WatchedStores stores = new(bucket.Stores, Middle, () => bucket.PutAsync("clip.mp4", [.. clip, 0]));

        ConversionException told = await Told.ByAsync(ErrorId.SourceChanged, () => ConvertAsync(bucket, stores, "mixed.gif"));

        Assert.Contains("clip.mp4", told.Message, StringComparison.Ordinal);
        Assert.Equal(["clip.mp4"], await bucket.KeysAsync());
        Assert.Equal(0, await bucket.OpenUploadsAsync());
    }

    [Theory]
    [InlineData("throttle")]
    [InlineData("error")]
    [InlineData("reset")]
    [InlineData("truncate")]
    public async Task Passing_trouble_changes_nothing_in_the_result(string fault)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await bucket.PutAsync("clip.mp4", await s_clip.Value);
        string expected = await ConvertAsync(bucket, bucket.Stores, "calm.gif");
        await using FaultProxy proxy = FaultProxy.Start((await real.GetAsync()).Endpoint);
        using MediaStores behind = bucket.Open(proxy.Endpoint);
        WatchedStores stores = new(behind, Middle, () =>
        {
            proxy.Spoil(fault == "truncate" ? Fault.Truncate(100) : Fault.Named(fault), times: 3, when: request => request.Method == "GET");
            return Task.CompletedTask;
        });

        Assert.Equal(expected, await ConvertAsync(bucket, stores, "outlasted.gif"));
        Assert.True(stores.Reads > Middle, $"The conversion was over after {stores.Reads} reads.");
    }

    /// <summary>Converts the clip of the bucket within the bucket and returns the output's checksum.</summary>
    private static async Task<string> ConvertAsync(TestBucket bucket, IMediaStores stores, string key)
    {
        Converter converter = new(FFmpegLocator.Find(), stores);
        ConversionRequest request = new()
        {
            Source = bucket.At("clip.mp4"),
            Destination = bucket.At(key).Path,
            Playback = new Playback { FrameRate = 5 },
            Size = new FrameSize { Width = FrameDimension.Parse("80") },
        };
        await using PreparedConversion prepared = await converter.PrepareAsync(request, null, Token);
        return (await converter.RunAsync(prepared, null, Token))[0].Md5!;
    }

    // Some ten megabytes, so that it takes many reads to get through it.
    private static async Task<byte[]> MakeClipAsync()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("animatedimage-clip-").FullName, "clip.mp4");
        try
        {
            await using FFmpegProcess child = FFmpegProcess.Start(
                FFmpegLocator.Find().FFmpegPath,
                ["-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=10,noise=alls=30:allf=t", "-c:v", "mpeg4", "-b:v", "8M", "-g", "25", path],
                ProcessLimits.Default,
                Token);
            await child.Output.CopyToAsync(Stream.Null, Token);
            await child.EnsureSuccessAsync(path, Token);
            return await File.ReadAllBytesAsync(path, Token);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }
}
