using System.Globalization;
using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Media;

public sealed class MediaProbeTests
{
    private static readonly MediaProbe s_probe = new(FFmpegLocator.Find());

    public static TheoryData<string> Containers => [.. ClipRecipes.Containers];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Containers))]
    public async Task Every_container_is_described(string container)
    {
        MediaInfo media = await ProbeAsync(container);

        Assert.Equal((160, container == "rm" ? 112 : 120), (media.Video.Width, media.Video.Height));
        Assert.Equal(2.0, media.Duration.TotalSeconds, 0.05);
        Assert.Equal(25, media.Video.FrameRate.Value, 0.01);
        Assert.Equal(TimeSpan.Zero, media.VideoOffset);
        Assert.False(media.Video.IsVariableFrameRate);
        Assert.True(media.Bytes > 1000);
        Assert.Equal(container == "mp4" ? 1 : 0, media.AudioStreamCount);
    }

    [Theory]
    [MemberData(nameof(Containers))]
    public async Task The_times_of_all_frames_come_from_the_packets(string container)
    {
        MediaInfo media = await ProbeAsync(container);

        IReadOnlyList<TimeSpan> times = await s_probe.ReadFrameTimesAsync(media, TimeSpan.Zero, media.Duration, keyFrameOnly: false, Token);

        // The encoders for Windows Media, RealMedia and libwebp drop or join a frame at most.
        Assert.InRange(times.Count, 48, 50);
        Assert.Equal(0, times[0].TotalSeconds, 0.001);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalMilliseconds, 38, 82));
    }

    [Fact]
    public async Task Times_in_a_range_begin_with_the_frame_on_screen()
    {
        MediaInfo media = await ProbeAsync("mp4");

        IReadOnlyList<TimeSpan> times = await s_probe.ReadFrameTimesAsync(media, Milliseconds(1010), Milliseconds(1120), keyFrameOnly: false, Token);

        Assert.Equal([Milliseconds(1000), Milliseconds(1040), Milliseconds(1080)], times);
    }

    [Fact]
    public async Task Key_frames_alone_can_be_asked_for()
    {
        MediaInfo media = await ProbeAsync("mp4");

        IReadOnlyList<TimeSpan> times = await s_probe.ReadFrameTimesAsync(media, Milliseconds(500), media.Duration, keyFrameOnly: true, Token);

        Assert.Equal([Milliseconds(480), Milliseconds(960), Milliseconds(1440), Milliseconds(1920)], times);
    }

    [Theory]
    [InlineData("ts")]
    [InlineData("mkv")]
    [InlineData("flv")]
    public async Task Times_far_into_a_long_source_are_found_without_its_beginning(string container)
    {
        using TemporaryFolder folder = new();
        string path = folder.File("long." + container);
        await Clips.RunAsync("-stream_loop", "19", "-i", await Clips.GetAsync(container), "-c", "copy", path);
        MediaInfo media = await s_probe.ProbeAsync(MediaLocation.FromPath(path), Token);

        IReadOnlyList<TimeSpan> all = await s_probe.ReadFrameTimesAsync(media, TimeSpan.Zero, media.Duration, keyFrameOnly: false, Token);
        IReadOnlyList<TimeSpan> some = await s_probe.ReadFrameTimesAsync(media, TimeSpan.FromSeconds(30.03), TimeSpan.FromSeconds(31.5), keyFrameOnly: false, Token);

        int shown = all.Count(time => time <= TimeSpan.FromSeconds(30.03)) - 1;
        Assert.Equal(all.Skip(shown).TakeWhile(time => time < TimeSpan.FromSeconds(31.5)), some);
    }

    [Theory]
    [InlineData("mp4", 0)]
    [InlineData("rotated-90.mp4", 90)]
    [InlineData("rotated-180.mp4", 180)]
    [InlineData("rotated-270.mp4", 270)]
    public async Task Rotation_is_clockwise_as_players_apply_it(string clip, int rotation)
    {
        MediaInfo media = await ProbeAsync(clip);

        Assert.Equal(rotation, media.Video.Rotation);
        Assert.Equal(rotation is 90 or 270 ? (120, 160) : (160, 120), (media.Video.Width, media.Video.Height));
    }

    [Fact]
    public async Task Wide_pixels_widen_the_picture()
    {
        VideoStreamInfo video = (await ProbeAsync("anamorphic.mp4")).Video;
        Assert.Equal(new Rational(4, 3), video.PixelAspectRatio);
        Assert.Equal((213, 120), (video.Width, video.Height));
    }

    [Fact]
    public async Task Fields_are_told_and_are_not_taken_for_uneven_frames()
    {
        VideoStreamInfo video = (await ProbeAsync("interlaced.ts")).Video;
        Assert.True(video.IsInterlaced);
        Assert.False(video.IsVariableFrameRate);
        Assert.Equal(25, video.FrameRate.Value, 0.01);
    }

    [Theory]
    [InlineData("hdr-pq.mkv", "smpte2084")]
    [InlineData("hdr-hlg.mkv", "arib-std-b67")]
    public async Task Colours_beyond_SDR_are_told(string clip, string transfer)
    {
        VideoStreamInfo video = (await ProbeAsync(clip)).Video;
        Assert.True(video.IsHdr);
        Assert.Equal((transfer, "bt2020", "bt2020nc", "tv"), (video.ColorTransfer, video.ColorPrimaries, video.ColorSpace, video.ColorRange));
        Assert.Equal(10, video.BitDepth);
    }

    [Theory]
    [InlineData("alpha.webm", true)]
    [InlineData("alpha-qtrle.mov", true)]
    [InlineData("alpha-prores.mov", true)]
    [InlineData("alpha.apng", true)]
    [InlineData("gif", true)]
    [InlineData("mp4", false)]
    [InlineData("apng", false)]
    public async Task Transparency_is_told(string clip, bool hasAlpha) => Assert.Equal(hasAlpha, (await ProbeAsync(clip)).Video.HasAlpha);

    [Fact]
    public async Task A_picture_that_begins_late_has_an_offset()
    {
        MediaInfo media = await ProbeAsync("late-picture.mkv");

        Assert.Equal(0.5, media.VideoOffset.TotalSeconds, 0.05);
        Assert.Equal(2, media.Duration.TotalSeconds, 0.05);
        Assert.Equal(TimeSpan.Zero, (await s_probe.ReadFrameTimesAsync(media, TimeSpan.Zero, media.Duration, keyFrameOnly: false, Token))[0]);
    }

    [Fact]
    public async Task Frames_that_an_edit_list_hides_have_no_time()
    {
        MediaInfo media = await ProbeAsync("edit-list.mp4");

        IReadOnlyList<TimeSpan> times = await s_probe.ReadFrameTimesAsync(media, TimeSpan.Zero, TimeSpan.FromSeconds(10), keyFrameOnly: false, Token);

        Assert.Equal(1.3, media.Duration.TotalSeconds, 0.05);
        Assert.Equal(TimeSpan.Zero, times[0]);
        Assert.InRange(times.Count, 31, 34);
    }

    [Fact]
    public async Task Uneven_frames_have_their_own_times()
    {
        MediaInfo media = await ProbeAsync("vfr.mkv");

        IReadOnlyList<TimeSpan> times = await s_probe.ReadFrameTimesAsync(media, TimeSpan.Zero, TimeSpan.FromMinutes(1), keyFrameOnly: false, Token);

        Assert.Equal([.. Enumerable.Range(0, 50).Select(n => Milliseconds(n < 10 ? n * 40 : 400 + ((n - 10) * 120)))], times);
    }

    [Theory]
    [InlineData("no-duration.mkv")]
    [InlineData("no-duration.h264")]
    [InlineData("apng")]
    public async Task A_duration_that_the_container_lacks_is_measured(string clip)
    {
        MediaInfo media = await ProbeAsync(clip);
        Assert.Equal(2, media.Duration.TotalSeconds, 0.05);
        Assert.Equal(50, media.Video.FrameCount);
    }

    [Fact]
    public async Task A_cover_is_no_video() => Assert.Equal(("h264", 160), await ProbeAsync("with-cover.mkv") is { Video: var video } ? (video.Codec, video.Width) : default);

    [Theory]
    [InlineData("audio-only.mp4", ErrorId.NoVideoStream, "only audio")]
    [InlineData("empty.mp4", ErrorId.EmptySource, "no bytes")]
    [InlineData("text.mp4", ErrorId.NotMedia, "not a media file")]
    [InlineData("without-moov.mp4", ErrorId.DamagedSource, "moov")]
    [InlineData("zero-duration.mp4", ErrorId.ZeroDuration, "no frame")]
    public async Task Unusable_sources_fail_with_their_reason(string clip, string errorId, string says)
    {
        ConversionException failure = await FailAsync(MediaLocation.FromPath(await Clips.GetAsync(clip)));

        Assert.Equal((errorId, FailureKind.Source), (failure.ErrorId, failure.Kind));
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.Contains(clip, failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Advice);
    }

    [Fact]
    public async Task A_source_cut_in_the_middle_is_described_as_it_describes_itself() =>
        Assert.Equal(2, (await ProbeAsync("cut.mp4")).Duration.TotalSeconds, 0.05);

    [Fact]
    public async Task A_canvas_that_no_memory_holds_is_too_large()
    {
        using TemporaryFolder folder = new();
        byte[] frame = [0x21, 0xF9, 4, 0, 10, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4C, 1, 0];
        await File.WriteAllBytesAsync(folder.File("bomb.gif"), [.. "GIF89a"u8, 0xFF, 0xFF, 0xFF, 0xFF, 0x80, 0, 0, 0, 0, 0, 1, 1, 1, .. frame, (byte)';'], Token);
        ConversionException failure = await FailAsync(MediaLocation.FromPath(folder.File("bomb.gif")));
        Assert.Equal((ErrorId.FrameTooLarge, FailureKind.Input), (failure.ErrorId, failure.Kind));
        Assert.Contains("65535x65535", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Times_are_exact()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("ntsc.mp4");
        await Clips.RunAsync("-f", "lavfi", "-i", "testsrc2=s=64x64:r=30000/1001:d=1", "-c:v", "mpeg4", path);
        MediaInfo media = await s_probe.ProbeAsync(MediaLocation.FromPath(path), Token);

        IReadOnlyList<TimeSpan> times = await s_probe.ReadFrameTimesAsync(media, TimeSpan.Zero, media.Duration, keyFrameOnly: false, Token);

        Assert.Equal([.. Enumerable.Range(0, 30).Select(n => new TimeSpan((long)Math.Round(n * 1001 * 10_000_000L / 30000.0)))], times);
    }

    [Fact]
    public async Task Other_text_formats_are_never_opened()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.File("list.mp4"), $"ffconcat version 1.0\nfile '{await Clips.GetAsync("mp4")}'\n", Token);
        ConversionException failure = await FailAsync(MediaLocation.FromPath(folder.File("list.mp4")));
        Assert.Equal(ErrorId.NotMedia, failure.ErrorId);
    }

    [Fact]
    public async Task A_playlist_behind_a_tag_is_not_taken_for_one()
    {
        using TemporaryFolder folder = new();
        byte[] tag = [.. "ID3"u8, 4, 0, 0, 0, 0, 0, 10, .. new byte[10]];
        string clip = await Clips.GetAsync("ts");
        File.Copy(clip, folder.File("a.ts"));
        await File.WriteAllBytesAsync(folder.File("x.mp4"), [.. tag, .. "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\na.ts\n#EXT-X-ENDLIST\n"u8], Token);
        ConversionException failure = await FailAsync(MediaLocation.FromPath(folder.File("x.mp4")));
        Assert.Equal(ErrorId.NotMedia, failure.ErrorId);
    }

    [Fact]
    public async Task Missing_files_folders_and_stores_are_told_apart()
    {
        using TemporaryFolder folder = new();
        Assert.Equal(ErrorId.PathNotFound, (await FailAsync(MediaLocation.FromPath(folder.File("no.mp4")))).ErrorId);
        Assert.Equal(ErrorId.PathNotFound, (await FailAsync(MediaLocation.FromPath(folder.File("no/no.mp4")))).ErrorId);
        Assert.Equal(ErrorId.PathIsDirectory, (await FailAsync(MediaLocation.FromPath(folder.Path))).ErrorId);

        ConversionException store = await FailAsync(MediaLocation.Parse("https://user:SECRET@host/a.mp4?sig=SECRET"));
        Assert.Equal(ErrorId.StorageNotAvailable, store.ErrorId);
        Assert.DoesNotContain("SECRET", store.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_permission_is_told_as_such()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.UserName == "root", "Needs a user whom permissions bind.");
        using TemporaryFolder folder = new();
        string path = folder.File("secret.mp4");
        File.Copy(await Clips.GetAsync("mp4"), path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.None);
        }

        Assert.Equal(ErrorId.AccessDenied, (await FailAsync(MediaLocation.FromPath(path))).ErrorId);
    }

    [Theory]
    [InlineData("it's a \"clip\" [1].mp4")]
    [InlineData("-i -y.mp4")]
    [InlineData("100%d %03d.mp4")]
    [InlineData("line\nbreak\ttab.mp4")]
    [InlineData("Füße 😀 日本.mp4")]
    [InlineData("http:x|y,z;$(id)`id`*?.mp4")]
    [InlineData(" .mp4")]
    public async Task Names_are_only_names(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not allow most of these names.");
        using TemporaryFolder folder = new();
        File.Copy(await Clips.GetAsync("mp4"), folder.File(name));

        MediaInfo media = await s_probe.ProbeAsync(MediaLocation.FromPath(folder.File(name)), Token);

        Assert.Equal(2, media.Duration.TotalSeconds, 0.05);
        Assert.NotEmpty(await s_probe.ReadFrameTimesAsync(media, TimeSpan.Zero, media.Duration, keyFrameOnly: true, Token));
    }

    [Fact]
    public async Task A_decimal_comma_changes_nothing()
    {
        MediaInfo expected = await ProbeAsync("late-picture.mkv");
        IReadOnlyList<TimeSpan> expectedTimes = await s_probe.ReadFrameTimesAsync(expected, Milliseconds(100), Milliseconds(900), keyFrameOnly: false, Token);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            MediaInfo media = await ProbeAsync("late-picture.mkv");
            Assert.Equal(expected with { Input = media.Input }, media);
            Assert.Equal(expectedTimes, await s_probe.ReadFrameTimesAsync(media, Milliseconds(100), Milliseconds(900), keyFrameOnly: false, Token));
            Assert.Equal("1.5", FFmpegArguments.Seconds(Milliseconds(1500)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task Cancelling_ends_a_probe()
    {
        using CancellationTokenSource cancellation = new();
        await cancellation.CancelAsync();
        MediaLocation clip = MediaLocation.FromPath(await Clips.GetAsync("mp4"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => s_probe.ProbeAsync(clip, cancellation.Token));
    }

    private static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static async Task<MediaInfo> ProbeAsync(string clip) => await s_probe.ProbeAsync(MediaLocation.FromPath(await Clips.GetAsync(clip)), Token);

    private static Task<ConversionException> FailAsync(MediaLocation location) =>
        Assert.ThrowsAsync<ConversionException>(() => s_probe.ProbeAsync(location, Token));
}
