using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Requests;
using AnimatedImage.Storage.Tests.Servers;

namespace AnimatedImage.Storage.Tests.Conversion;

/// <summary>HLS playlists in a real bucket: what they refer to lies in the same bucket and below the same prefix, or is refused.</summary>
public sealed class PlaylistTests(RealStore real) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("animatedimage-playlist-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_playlist_in_a_bucket_gives_the_pictures_of_the_one_on_disk()
    {
        using TestBucket bucket = await real.NewBucketAsync();
        string playlist = await MakeAsync();
        foreach (FileInfo file in _folder.GetFiles())
        {
            await bucket.PutAsync($"shows/one/{file.Name}", await File.ReadAllBytesAsync(file.FullName, Token));
        }

        ConversionResult local = await ConvertAsync(null, MediaLocation.FromPath(playlist), Path.Combine(_folder.FullName, "local.gif"));
        ConversionResult remote = await ConvertAsync(bucket.Stores, bucket.At("shows/one/list.m3u8"), Path.Combine(_folder.FullName, "remote.gif"));

        Assert.Equal(5, remote.FrameCount);
        Assert.Equal(await FramesAsync(local), await FramesAsync(remote));
    }

    [Theory]
    [InlineData("../secret.ts")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("s3://other/secret.ts")]
    public async Task A_playlist_that_leads_elsewhere_is_refused(string reference)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await bucket.PutAsync("secret.ts", [1]);
        await bucket.PutAsync("shows/list.m3u8", System.Text.Encoding.UTF8.GetBytes($"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{reference}\n#EXT-X-ENDLIST\n"));

        await Told.ByAsync(ErrorId.PlaylistRefused, () => ConvertAsync(bucket.Stores, bucket.At("shows/list.m3u8"), bucket.At("out.gif").Path));

        Assert.Equal(["secret.ts", "shows/list.m3u8"], await bucket.KeysAsync());
    }

    private static async Task<ConversionResult> ConvertAsync(IMediaStores? stores, MediaLocation source, string destination)
    {
        ConversionRequest request = new()
        {
            Source = source,
            Destination = destination,
            Clip = new ClipRange { StartTime = TimePosition.FromSeconds(1.2), Duration = TimePosition.FromSeconds(1) },
            Sampling = new Sampling { Rate = 5 },
        };
        Converter converter = new(FFmpegLocator.Find(), stores);
        await using PreparedConversion prepared = await converter.PrepareAsync(request, null, Token);
        return (await converter.RunAsync(prepared, null, Token))[0];
    }

    // A checksum of every frame; the files themselves name their sources' versions.
    private static Task<string> FramesAsync(ConversionResult result) => RunAsync(["-i", result.Destination.Path, "-f", "framemd5", "-"]);

    private async Task<string> MakeAsync()
    {
        string playlist = Path.Combine(_folder.FullName, "list.m3u8");
        await RunAsync(["-f", "lavfi", "-i", "testsrc2=s=160x90:r=10:d=3", "-c:v", "mpeg2video", "-g", "10", "-f", "hls", "-hls_time", "0.9", "-hls_list_size", "0", playlist]);
        return playlist;
    }

    private static async Task<string> RunAsync(string[] arguments)
    {
        await using FFmpegProcess child = FFmpegProcess.Start(FFmpegLocator.Find().FFmpegPath, ["-v", "error", .. arguments], ProcessLimits.Default, Token);
        using StreamReader reader = new(child.Output);
        string output = await reader.ReadToEndAsync(Token);
        await child.EnsureSuccessAsync(arguments[^1], Token);
        return output;
    }
}
