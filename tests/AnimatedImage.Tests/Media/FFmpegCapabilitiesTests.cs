using AnimatedImage.Media;

namespace AnimatedImage.Tests.Media;

public sealed class FFmpegCapabilitiesTests
{
    private const string EncodersOfRelease4 = """
        Encoders:
         V..... = Video
         A..... = Audio
         S..... = Subtitle
         .F.... = Frame-level multithreading
         ..S... = Slice-level multithreading
         ...X.. = Codec is experimental
         ....B. = Supports draw_horiz_band
         .....D = Supports direct rendering method 1
         ------
         V..... a64multi             Multicolor charset for Commodore 64 (codec a64_multi)
         V..X.. libsvtav1            SVT-AV1(Scalable Video Technology for AV1) encoder (codec av1)
         V....D libwebp_anim         libwebp WebP image (codec webp)
         A..... aac                  AAC (Advanced Audio Coding)
         S..... srt                  SubRip subtitle (codec subrip)
        """;

    private const string FiltersOfRelease5 = """
        Filters:
          T.. = Timeline support
          .S. = Slice threading
          ..C = Command support
          A = Audio input/output
          V = Video input/output
          N = Dynamic number and/or type of input/output
          | = Source or sink filter
         TSC overlay           VV->V      Overlay a video source on top of the input.
         ... zscale            V->V       Apply resizing, colorspace and bit depth conversion.
         ..C concat            N->N       Concatenate audio and video streams.
         ... testsrc2          |->V       Generate another test pattern.
         ... nullsink          V->|       Do absolutely nothing with the input video.
        """;

    private const string FiltersOfRelease8 = """
        Filters:
          T. = Timeline support
          .S = Slice threading
          A = Audio input/output
          V = Video input/output
          N = Dynamic number and/or type of input/output
          | = Source or sink filter
         TS bwdif             V->V       Deinterlace the input image.
         .. movie             |->N       Read from a movie source.
        """;

    [Theory]
    [InlineData("ffmpeg version 4.4.2 Copyright (c) 2000-2021", "4.4.2", "4.4.2", "-vsync")]
    [InlineData("ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright (c) 2000-2021", "4.4.2-0ubuntu0.22.04.1", "4.4.2", "-vsync")]
    [InlineData("ffmpeg version 5.0.1 Copyright", "5.0.1", "5.0.1", "-vsync")]
    [InlineData("ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026", "5.1.9-0+deb12u1", "5.1.9", "-fps_mode")]
    [InlineData("ffmpeg version 6.1.1-3ubuntu5 Copyright", "6.1.1-3ubuntu5", "6.1.1", "-fps_mode")]
    [InlineData("ffmpeg version 7.1 Copyright", "7.1", "7.1", "-fps_mode")]
    [InlineData("ffmpeg version 7.1.1-essentials_build-www.gyan.dev Copyright", "7.1.1-essentials_build-www.gyan.dev", "7.1.1", "-fps_mode")]
    [InlineData("ffmpeg version n8.0 Copyright", "n8.0", "8.0", "-fps_mode")]
    [InlineData("ffmpeg version N-112233-gabcdef0123 Copyright\nlibavutil      58. 29.100 / 58. 29.100", "N-112233-gabcdef0123", null, "-fps_mode")]
    [InlineData("ffmpeg version N-101010-g0123456789 Copyright\nlibavutil      56. 70.100 / 56. 70.100", "N-101010-g0123456789", null, "-vsync")]
    [InlineData("ffmpeg version 2024-05-02-git-71669f2ad5-full_build-www.gyan.dev\nlibavutil      59. 16.101 / 59. 16.101", "2024-05-02-git-71669f2ad5-full_build-www.gyan.dev", null, "-fps_mode")]
    [InlineData("ffmpeg version git-2020-01-01-abcdef Copyright\nlibavutil      56. 38.100 / 56. 38.100", "git-2020-01-01-abcdef", null, "-vsync")]
    [InlineData("something else", "unknown", null, "-fps_mode")]
    public void Versions_are_read(string answer, string text, string? release, string passThrough)
    {
        FFmpegCapabilities capabilities = new(_ => answer);

        Assert.Equal(text, capabilities.VersionText);
        Assert.Equal(release, capabilities.Version?.ToString());
        Assert.Equal([passThrough, "passthrough"], capabilities.PassThroughFrames);
    }

    [Fact]
    public void Encoders_are_read_without_the_legend()
    {
        FFmpegCapabilities capabilities = new(_ => EncodersOfRelease4);

        Assert.All(["a64multi", "libsvtav1", "libwebp_anim", "aac", "srt"], name => Assert.True(capabilities.HasEncoder(name)));
        Assert.All(["=", "Video", "libaom-av1", "webp", "LIBWEBP_ANIM"], name => Assert.False(capabilities.HasEncoder(name)));
        Assert.True(capabilities.HasDecoder("a64multi"));
    }

    [Theory]
    [InlineData(FiltersOfRelease5, new[] { "overlay", "zscale", "concat", "testsrc2", "nullsink" })]
    [InlineData(FiltersOfRelease8, new[] { "bwdif", "movie" })]
    public void Filters_are_read_in_both_layouts(string answer, string[] names)
    {
        FFmpegCapabilities capabilities = new(_ => answer);

        Assert.All(names, name => Assert.True(capabilities.HasFilter(name)));
        Assert.All(["=", "Timeline", "Audio", "tonemap"], name => Assert.False(capabilities.HasFilter(name)));
        Assert.Equal(names.Length, FFmpegListing.ParseFilters(answer).Count);
    }

    [Fact]
    public void Nothing_is_asked_before_it_is_needed_and_nothing_twice()
    {
        List<string> questions = [];
        FFmpegCapabilities capabilities = new(arguments =>
        {
            questions.Add(string.Join(' ', arguments));
            return EncodersOfRelease4;
        });
        Assert.Empty(questions);

        _ = capabilities.HasEncoder("aac");
        _ = capabilities.HasEncoder("gif");
        _ = capabilities.HasFilter("scale");

        Assert.Equal(["-hide_banner -encoders", "-hide_banner -filters"], questions);
    }

    [Fact]
    public async Task Several_at_once_ask_one_question()
    {
        int questions = 0;
        using ManualResetEventSlim answered = new();
        FFmpegCapabilities capabilities = new(_ =>
        {
            Interlocked.Increment(ref questions);
            answered.Wait(TestContext.Current.CancellationToken);
            return EncodersOfRelease4;
        });
        Task<bool>[] asking = [.. Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(() => capabilities.HasEncoder("aac"), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        answered.Set();

        Assert.All(await Task.WhenAll(asking), Assert.True);
        Assert.Equal(1, questions);
    }

    [Fact]
    public void A_question_that_failed_is_asked_again()
    {
        int questions = 0;
        FFmpegCapabilities capabilities = new(_ => ++questions == 1 ? throw new IOException("not now") : EncodersOfRelease4);

        Assert.Throws<IOException>(() => capabilities.HasEncoder("aac"));
        Assert.True(capabilities.HasEncoder("aac"));
        Assert.Equal(2, questions);
    }

    [Fact]
    public void The_installed_ffmpeg_answers()
    {
        FFmpegCapabilities capabilities = FFmpegLocator.Find().Capabilities;

        Assert.NotEqual("unknown", capabilities.VersionText);
        Assert.True(capabilities.HasEncoder("gif"));
        Assert.True(capabilities.HasDecoder("mpeg4"));
        Assert.True(capabilities.HasFilter("scale"));
        Assert.True(capabilities.HasPlaylistOption("allowed_extensions"));
        Assert.False(capabilities.HasPlaylistOption("no_such_option"));
    }
}
