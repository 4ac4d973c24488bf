using System.Diagnostics;
using System.Security.Cryptography;
using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Media;

public sealed class PlaylistGuardTests : IDisposable
{
    private const string Head = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n";
    private const string End = "#EXT-X-ENDLIST\n";

    private readonly TemporaryFolder _outside = new();
    private readonly string _folder;

    public PlaylistGuardTests()
    {
        _folder = Directory.CreateDirectory(_outside.File("folder")).FullName;
        Directory.CreateDirectory(Path.Combine(_folder, "sub"));
        File.WriteAllText(_outside.File("secret.ts"), "secret");
        Write("a.ts", "segment a");
        Write("sub/b.ts", "segment b");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _outside.Dispose();

    [Fact]
    public void Segments_beside_and_below_the_playlist_pass()
    {
        string path = Write("list.m3u8", Head + "#EXTINF:2,\na.ts\n#EXTINF:2,\nsub/b.ts\n#EXTINF:2,\n./sub/../a.ts\n" + End);

        PlaylistContent content = PlaylistGuard.Check(path);

        Assert.Equal(["a.ts", "list.m3u8", "sub/b.ts"], content.Files.Select(file => Path.GetRelativePath(_folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal));
        Assert.Equal(new FileInfo(path).Length + 18, content.Bytes);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("file:///etc/passwd")]
    [InlineData("file:a.ts")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("//host/a.ts")]
    [InlineData("../secret.ts")]
    [InlineData("sub/../../secret.ts")]
    [InlineData("sub/./../../secret.ts")]
    [InlineData("concat:a.ts|/etc/passwd")]
    [InlineData("crypto:/etc/passwd")]
    [InlineData("data:text/plain,hello")]
    [InlineData("subfile,,start,0,end,9,,:/etc/passwd")]
    [InlineData("C:\\Windows\\win.ini")]
    [InlineData("..\\secret.ts")]
    [InlineData("a.ts?x=1")]
    [InlineData("a.ts#x")]
    [InlineData("a\u0001.ts")]
    public void A_segment_anywhere_else_is_refused_by_name(string reference)
    {
        ConversionException failure = Refused(Head + "#EXTINF:2,\na.ts\n#EXTINF:2,\n" + reference + "\n" + End);
        Assert.Contains(reference, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#EXT-X-KEY:METHOD=AES-128,URI=\"file:///etc/passwd\"")]
    [InlineData("#EXT-X-KEY:METHOD=AES-128,URI=/etc/passwd")]
    [InlineData("#EXT-X-KEY:METHOD=AES-128,URI=\"\\/etc\\/passwd\"")]
    [InlineData("#EXT-X-MAP:URI=\"../secret.ts\"")]
    [InlineData("#EXT-X-MAP:BYTERANGE=\"9@0\",URI=\"../secret.ts\"")]
    [InlineData("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"x\",URI=\"http://host/a.m3u8\"")]
    [InlineData("#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI=\"/etc/passwd\"")]
    [InlineData("#EXT-X-SESSION-DATA:DATA-ID=\"x\",URI=\"http://host/x\"")]
    [InlineData("#EXT-X-KEY:METHOD=AES-128,URI=\"file:///etc/passwd")]
    [InlineData("#EXTINF:2,\n/etc/passwd\r")]
    [InlineData("#EXTINF:2,\ra.ts\r#EXTINF:2,\r/etc/passwd")]
    [InlineData("#EXTINF:2,\0/etc/passwd")]
    public void Every_kind_of_reference_is_looked_at(string line) => Refused(Head + line + "\n#EXTINF:2,\na.ts\n" + End);

    [Fact]
    public void Playlists_that_a_playlist_leads_to_are_checked_too()
    {
        Write("sub/media.m3u8", Head + "#EXTINF:2,\n../../secret.ts\n" + End);
        ConversionException failure = Refused("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nsub/media.m3u8\n");
        Assert.Contains("../../secret.ts", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_playlist_that_passes_for_a_segment_is_checked_too()
    {
        Write("sub/c.ts", Head + "#EXTINF:2,\n/etc/passwd\n" + End);
        Refused(Head + "#EXTINF:2,\nsub/c.ts\n" + End);
    }

    [Fact]
    public void Circles_end()
    {
        Write("sub/media.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n../list.m3u8\n");
        PlaylistContent content = PlaylistGuard.Check(Write("list.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nsub/media.m3u8\n"));
        Assert.Equal(2, content.Files.Count);
    }

    [Fact]
    public void Links_are_followed_and_may_not_lead_outside()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        File.CreateSymbolicLink(Path.Combine(_folder, "inside.ts"), "sub/b.ts");
        File.CreateSymbolicLink(Path.Combine(_folder, "outside.ts"), "../secret.ts");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "up"), _outside.Path);

        PlaylistGuard.Check(Write("list.m3u8", Head + "#EXTINF:2,\ninside.ts\n" + End));
        Refused(Head + "#EXTINF:2,\noutside.ts\n" + End);
        Refused(Head + "#EXTINF:2,\nup/secret.ts\n" + End);

        // The folder itself may be reached through a link.
        string link = _outside.File("link");
        Directory.CreateSymbolicLink(link, _folder);
        PlaylistGuard.Check(Path.Combine(link, "list.m3u8").Replace("list.m3u8", Path.GetFileName(Write("list.m3u8", Head + "#EXTINF:2,\na.ts\n" + End)), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void A_playlist_spread_over_segments_is_refused(int size)
    {
        byte[] hidden = [.. "ID3"u8, 4, 0, 0, 0, 0, 0, 2, 0, 0, .. "#EXTM3U\n/etc/passwd\n"u8];
        string list = Head;
        int count = 0;
        foreach (byte[] part in hidden.Chunk(size))
        {
            string name = $"part{count++}.ts";
            File.WriteAllBytes(Path.Combine(_folder, name), part);
            list += $"#EXTINF:2,\n{name}\n";
        }

        Assert.Contains("hidden", Refused(list + End).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_playlist_behind_a_byte_range_is_refused()
    {
        Write("c.ts", "12345#EXTM3U\n/etc/passwd\n");
        Assert.Contains("hidden", Refused(Head + "#EXTINF:2,\n#EXT-X-BYTERANGE:20@5\nc.ts\n" + End).Message, StringComparison.Ordinal);
        Assert.Contains("hidden", Refused(Head + "#EXT-X-MAP:URI=\"c.ts\",BYTERANGE=\"20@5\"\n#EXTINF:2,\na.ts\n" + End).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#EXTINF:2,\n#EXT-X-BYTERANGE:9223372036854775807@1\na.ts\n#EXTINF:2,\n#EXT-X-BYTERANGE:1\na.ts\n")]
    [InlineData("#EXTINF:2,\n#EXT-X-BYTERANGE:9223372036854775806@1\na.ts\n#EXTINF:2,\n#EXT-X-BYTERANGE:1\na.ts\n")]
    [InlineData("#EXT-X-MAP:URI=\"a.ts\",BYTERANGE=\"9223372036854775807@1\"\n#EXTINF:2,\na.ts\n")]
    public void A_byte_range_that_no_number_holds_is_refused(string lines) =>
        Assert.Contains("byte range", Refused(Head + lines + End).Message, StringComparison.Ordinal);

    [Fact]
    public void An_empty_segment_is_refused()
    {
        Write("c.ts", "");
        Assert.Contains("'c.ts', which is empty", Refused(Head + "#EXTINF:2,\na.ts\n#EXTINF:2,\nc.ts\n" + End).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_is_refused_before_it_is_opened()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in folders.");
        using (Process make = Process.Start("mkfifo", [Path.Combine(_folder, "pipe.ts")]))
        {
            await make.WaitForExitAsync(Token);
            Assert.Equal(0, make.ExitCode);
        }

        File.CreateSymbolicLink(Path.Combine(_folder, "link.ts"), "pipe.ts");
        foreach (string name in new[] { "pipe.ts", "link.ts" })
        {
            Assert.Contains("not a regular file", Refused(Head + "#EXTINF:2,\n" + name + "\n" + End).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(",IV=0x000102030405060708090a0b0c0d0e0f")]
    public void An_encrypted_playlist_is_refused(string vector)
    {
        using Aes aes = Aes.Create();
        aes.Key = Enumerable.Range(1, 16).Select(static n => (byte)n).ToArray();
        byte[] iv = vector.Length == 0 ? [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7] : [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
        File.WriteAllBytes(Path.Combine(_folder, "key"), aes.Key);
        File.WriteAllBytes(Path.Combine(_folder, "c.ts"), aes.EncryptCbc("#EXTM3U\n/etc/passwd\n"u8, iv));
        string list = Head + "#EXT-X-MEDIA-SEQUENCE:7\n#EXT-X-KEY:METHOD=AES-128,URI=\"key\"" + vector + "\n#EXTINF:2,\nc.ts\n" + End;
        Assert.Contains("hidden", Refused(list).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"a.ts\"", "SAMPLE-AES")]
    [InlineData("#EXT-X-KEY:METHOD=AES-128,URI=\"a.ts\"", "16 bytes")]
    public void Keys_that_cannot_be_used_are_refused(string line, string says) =>
        Assert.Contains(says, Refused(Head + line + "\n#EXTINF:2,\na.ts\n" + End).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unfinished_playlist_would_be_waited_for() =>
        Assert.Contains("#EXT-X-ENDLIST", Refused(Head + "#EXTINF:2,\na.ts\n").Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_segment_is_named()
    {
        string path = Write("list.m3u8", Head + "#EXTINF:2,\nc.ts\n" + End);
        ConversionException failure = Assert.Throws<ConversionException>(() => PlaylistGuard.Check(path));
        Assert.Equal(ErrorId.PathNotFound, failure.ErrorId);
        Assert.Contains("c.ts", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        string path = Path.Combine(_folder, "list.m3u8");
        File.WriteAllBytes(path, [.. "#EXTM3U\n#EXTINF:2,\n"u8, 0xFF, 0xFE, .. "\n#EXT-X-ENDLIST\n"u8]);
        Assert.Equal(ErrorId.PlaylistRefused, Assert.Throws<ConversionException>(() => PlaylistGuard.Check(path)).ErrorId);
    }

    [Fact]
    public async Task The_probe_refuses_before_ffmpeg_is_asked()
    {
        string path = Write("named.mp4", Head + "#EXTINF:2,\nfile:///etc/passwd\n" + End);
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(
            () => new MediaProbe(FFmpegLocator.Find()).ProbeAsync(MediaLocation.FromPath(path), Token));
        Assert.Equal((ErrorId.PlaylistRefused, FailureKind.Source), (failure.ErrorId, failure.Kind));
    }

    [Fact]
    public async Task Good_playlists_play_whatever_their_names_are()
    {
        string clip = await Clips.GetAsync("m3u8");
        foreach (string segment in Directory.GetFiles(Path.GetDirectoryName(clip)!, "*.ts"))
        {
            File.Copy(segment, Path.Combine(_folder, Path.ChangeExtension(Path.GetFileName(segment), ".odd name")));
        }

        string text = (await File.ReadAllTextAsync(clip, Token)).Replace(".ts", ".odd name", StringComparison.Ordinal);
        MediaInfo media = await new MediaProbe(FFmpegLocator.Find()).ProbeAsync(MediaLocation.FromPath(Write("list.txt", text)), Token);

        Assert.Equal(2, media.Duration.TotalSeconds, 0.05);
        Assert.True(media.Input.IsPlaylist);
        Assert.True(media.Bytes > 10_000);
    }

    [Fact]
    public async Task An_encrypted_playlist_of_ones_own_plays()
    {
        byte[] key = RandomNumberGenerator.GetBytes(16);
        await File.WriteAllBytesAsync(Path.Combine(_folder, "key"), key, Token);
        string keyInfo = Write("key.info", "key\n" + Path.Combine(_folder, "key") + "\n");
        string path = Path.Combine(_folder, "list.m3u8");
        await Clips.RunAsync("-i", await Clips.GetAsync("ts"), "-c", "copy", "-f", "hls", "-hls_time", "0.9", "-hls_list_size", "0", "-hls_key_info_file", keyInfo, path);

        MediaInfo media = await new MediaProbe(FFmpegLocator.Find()).ProbeAsync(MediaLocation.FromPath(path), Token);

        Assert.Equal(2, media.Duration.TotalSeconds, 0.05);
    }

    private ConversionException Refused(string text)
    {
        ConversionException failure = Assert.Throws<ConversionException>(() => PlaylistGuard.Check(Write("list.m3u8", text)));
        Assert.Equal((ErrorId.PlaylistRefused, FailureKind.Source), (failure.ErrorId, failure.Kind));
        return failure;
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
