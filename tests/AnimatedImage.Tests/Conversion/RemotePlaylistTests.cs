using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Gateway;
using AnimatedImage.Media;
using AnimatedImage.Requests;
using AnimatedImage.Storage;
using AnimatedImage.Tests.Gateway;

namespace AnimatedImage.Tests.Conversion;

public sealed class RemotePlaylistTests : RemoteBench
{
    private const string Head = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n";
    private const string End = "#EXT-X-ENDLIST\n";

    [Theory]
    [InlineData("-f hls -hls_time 0.9 -hls_list_size 0 -hls_segment_filename {0}/seg%%d.ts")]
    [InlineData("-f hls -hls_time 0.9 -hls_list_size 0 -hls_segment_type fmp4 -hls_segment_filename {0}/seg%%d.m4s")]
    [InlineData("-f hls -hls_time 0.9 -hls_list_size 0 -hls_flags single_file")]
    public async Task A_playlist_in_a_bucket_converts_to_the_bytes_of_a_local_one(string muxer)
    {
        string path = await MakeAsync(muxer);
        foreach (string file in Directory.GetFiles(Folder.File("."), "*", SearchOption.AllDirectories))
        {
            Store.PutFile("shows/one/" + Path.GetRelativePath(Folder.File("."), file), file);
        }

        ConversionRequest wish = new() { Clip = new ClipRange { StartTime = TimePosition.FromSeconds(2.5), Duration = TimePosition.FromSeconds(1) } };
        ConversionResult local = Assert.Single(await ConvertAsync(wish with { Source = MediaLocation.FromPath(path), Destination = Folder.File("local.gif") }));
        ConversionResult remote = Assert.Single(await ConvertRemoteAsync(wish with { Source = MemoryStore.At("shows/one/list.m3u8"), Destination = Folder.File("remote.gif") }));

        Assert.Equal((local.FrameCount, local.Width), (remote.FrameCount, remote.Width));
        Assert.Equal(await FramesAsync(local.Destination.Path), await FramesAsync(remote.Destination.Path));
        Assert.Equal(Store.BytesSent, remote.BytesRead);
        Assert.Single(Store.Requests, request => request.Kind == "List");
        await AssertQuietAsync();
    }

    [Fact]
    public async Task An_encrypted_playlist_with_escapes_variants_and_steps_upwards_plays()
    {
        byte[] key = RandomNumberGenerator.GetBytes(16);
        await File.WriteAllBytesAsync(Folder.File("key"), key, Cancellation);
        await File.WriteAllTextAsync(Folder.File("key.info"), $"../keys/k%20y\n{Folder.File("key")}\n", Cancellation);
        string path = await MakeAsync($"-f hls -hls_time 0.9 -hls_list_size 0 -hls_key_info_file {Folder.File("key.info")} -hls_segment_filename {{0}}/seg%%d.ts");
        string text = await File.ReadAllTextAsync(path, Cancellation);
        Store.Put("top/video/list.m3u8", System.Text.Encoding.UTF8.GetBytes(text.Replace("seg", "./../parts/s%65g%20", StringComparison.Ordinal)));
        Store.Put("top/master.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1000\nvideo/list.m3u8\n"u8.ToArray());
        Store.Put("top/keys/k y", key);
        foreach (string file in Directory.GetFiles(Folder.File("."), "seg*"))
        {
            Store.PutFile("top/parts/" + Path.GetFileName(file).Replace("seg", "seg ", StringComparison.Ordinal), file);
        }

        MediaInfo media = await Remote.ProbeAsync(MemoryStore.At("top/master.m3u8"), null, Cancellation);

        Assert.Equal(4, media.Duration.TotalSeconds, 0.1);
        Assert.True(media.Bytes > 1000);
        await AssertQuietAsync();
    }

    [Theory]
    [InlineData("../secret.ts")]
    [InlineData("a/../../secret.ts")]
    [InlineData("..%2Fsecret.ts")]
    [InlineData("%2e%2e/secret.ts")]
    [InlineData("/show/a.ts")]
    [InlineData("//host/a.ts")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("s3://other/a.ts")]
    [InlineData("file:///etc/passwd")]
    [InlineData("a.ts?x=1")]
    [InlineData("a%00.ts")]
    [InlineData("a%5Cb.ts")]
    public async Task A_segment_outside_of_bucket_and_prefix_is_refused(string reference)
    {
        Store.Put("secret.ts", [1]);
        Store.Put("show/a.ts", [1]);
        ConversionException failure = await FailAsync(Head + $"#EXTINF:2,\n{reference}\n" + End);
        Assert.Equal((ErrorId.PlaylistRefused, FailureKind.Source), (failure.ErrorId, failure.Kind));
        Assert.DoesNotContain(Store.Requests, request => request.Key == "secret.ts" && request.Kind == "Read");
    }

    [Fact]
    public async Task A_missing_segment_is_named()
    {
        ConversionException failure = await FailAsync(Head + "#EXTINF:2,\nb/c.ts\n" + End);
        Assert.Equal(ErrorId.PathNotFound, failure.ErrorId);
        Assert.Contains("s3://media/show/b/c.ts", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_playlist_hidden_in_a_segment_is_refused()
    {
        Store.Put("show/a.ts", "ID3 #EXTM3U\nhttp://example.com/\n"u8.ToArray());
        Assert.Equal(ErrorId.PlaylistRefused, (await FailAsync(Head + "#EXTINF:2,\na.ts\n" + End)).ErrorId);
    }

    [Fact]
    public async Task A_segment_that_is_replaced_changes_the_content_key()
    {
        string path = await MakeAsync("-f hls -hls_time 0.9 -hls_list_size 0 -hls_segment_filename {0}/seg%%d.ts");
        foreach (string file in Directory.GetFiles(Folder.File("."), "*.*"))
        {
            Store.PutFile("show/" + Path.GetFileName(file), file, "v1");
        }

        ConversionRequest request = new() { Source = MemoryStore.At("show/list.m3u8"), SkipExisting = true, Clip = new ClipRange { Duration = TimePosition.FromSeconds(1) } };
        Assert.False(Assert.Single(await ConvertRemoteAsync(request)).IsSkipped);
        Assert.True(Assert.Single(await ConvertRemoteAsync(request)).IsSkipped);
        Store.PutFile("show/seg3.ts", Folder.File("seg3.ts"), "v2");
        Assert.False(Assert.Single(await ConvertRemoteAsync(request)).IsSkipped);
    }

    [Fact]
    public async Task Without_the_right_to_list_each_segment_is_asked_for()
    {
        string path = await MakeAsync("-f hls -hls_time 0.9 -hls_list_size 0 -hls_segment_filename {0}/seg%%d.ts");
        foreach (string file in Directory.GetFiles(Folder.File("."), "*.*"))
        {
            Store.PutFile("show/" + Path.GetFileName(file), file);
        }

        Store.OnOther = request => _ = request.Kind == "List" ? throw new ConversionException(ErrorId.StorageDenied, FailureKind.Input, "403") : 0;
        Assert.Equal(4, (await Remote.ProbeAsync(MemoryStore.At("show/list.m3u8"), null, Cancellation)).Duration.TotalSeconds, 0.1);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task Even_an_unchecked_playlist_leads_a_child_nowhere_else()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        string text = Head + $"#EXTINF:2,\nhttp://{other.LocalEndpoint}/a.ts\n" + End;
        Store.Put("list.m3u8", System.Text.Encoding.UTF8.GetBytes(text));
        await using GatewaySource source = Gateway.Register();
        source.Add("list.m3u8", Store, await Store.DescribeAsync(MemoryStore.At("list.m3u8"), Cancellation), "application/vnd.apple.mpegurl");
        MediaInput input = new()
        {
            Location = MemoryStore.At("list.m3u8"),
            Address = source.AddressOf("list.m3u8"),
            Protocols = "http,tcp,crypto",
            IsPlaylist = true,
            Options = [.. FFmpegArguments.Playlist(FFmpegLocator.Find().Capabilities), .. FFmpegArguments.Gateway(source.Origin)],
        };

        await Assert.ThrowsAsync<ConversionException>(() => new MediaProbe(FFmpegLocator.Find()).ProbeAsync(input, Cancellation));

        Assert.False(other.Pending());
        Assert.NotEmpty(Store.Reads);
    }

    private async Task<ConversionException> FailAsync(string playlist)
    {
        Store.Put("show/list.m3u8", System.Text.Encoding.UTF8.GetBytes(playlist));
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => Remote.ProbeAsync(MemoryStore.At("show/list.m3u8"), null, Cancellation));
        await AssertQuietAsync();
        return failure;
    }

    private async Task<string> MakeAsync(string muxer)
    {
        string path = Folder.File("list.m3u8");
        string arguments = string.Format(System.Globalization.CultureInfo.InvariantCulture, muxer, Folder.File(".")).Replace("%%", "%", StringComparison.Ordinal);
        await Clips.RunAsync(["-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10:duration=4", "-c:v", "mpeg2video", "-g", "10", .. arguments.Contains("fmp4", StringComparison.Ordinal) ? ["-c:v", "mpeg4"] : Array.Empty<string>(), .. arguments.Split(' '), path]);
        return path;
    }
}
