using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Planning;

public class PlaybackTests
{
    /// <summary>A ten-second source at 25 a second; playback; frames written, seconds of one round.</summary>
    public static TheoryData<Playback, int, double> Rounds { get; } = new()
    {
        { new(), 250, 10 },
        { new() { Speed = 2 }, 250, 5 },
        { new() { Speed = 0.5 }, 250, 20 },
        { new() { FrameRate = 10 }, 100, 10 },
        { new() { FrameRate = 10, Speed = 2 }, 50, 5 },
        { new() { FrameRate = 10, PlayMode = PlayMode.Reverse }, 100, 10 },
        { new() { FrameRate = 10, PlayMode = PlayMode.Boomerang }, 198, 19.8 },
        { new() { PlayMode = PlayMode.Boomerang }, 498, 19.92 },
        { new() { PlayMode = PlayMode.Boomerang, Speed = 2 }, 498, 9.96 },
        { new() { FrameRate = 10, EndDelay = 1.5 }, 100, 11.5 },
        { new() { FrameRate = 10, LoopCrossfade = 0.5 }, 95, 9.5 },
        { new() { FrameRate = 10, LoopCrossfade = 0.54 }, 95, 9.5 },
        { new() { FrameRate = 10, LoopCrossfade = 0.55 }, 94, 9.4 },
        { new() { FrameRate = 10, LoopCrossfade = 5 }, 50, 5 },
        { new() { LoopCrossfade = 1 }, 225, 9 },
        { new() { LoopCrossfade = 1, Speed = 2 }, 200, 4 },
        { new() { LoopCrossfade = 1, EndDelay = 1, PlayMode = PlayMode.Reverse }, 225, 10 },
    };

    [Theory]
    [MemberData(nameof(Rounds), DisableDiscoveryEnumeration = true)]
    public void One_round(Playback playback, int frames, double seconds)
    {
        ConversionPlan plan = Sources.Plan(new ConversionRequest { Formats = [OutputFormat.WebP], Playback = playback }, Sources.At(25, 10));
        Assert.Equal(frames, plan.Outputs[0].FrameCount);
        Assert.Equal(seconds, plan.Playback.Duration.TotalSeconds, 6);
        Assert.Equal(playback.PlayMode ?? PlayMode.Forward, plan.Playback.Mode);
        Assert.Equal(TimeSpan.FromSeconds(playback.EndDelay ?? 0), plan.Playback.EndDelay);
        Assert.Empty(plan.Warnings);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(10, 18)]
    public void A_boomerang_does_not_double_its_ends(int taken, int written)
    {
        var request = new ConversionRequest { Sampling = new() { Count = taken }, Playback = new() { FrameRate = 10, PlayMode = PlayMode.Boomerang } };
        ConversionPlan plan = Sources.Plan(request);
        Assert.Equal((taken, written), (plan.FrameCount, plan.Outputs[0].FrameCount));
        Assert.Equal(TimeSpan.FromSeconds(written / 10.0), plan.Playback.Duration);
    }

    [Theory]
    [InlineData(10.0, 5.1)]
    [InlineData(null, 5.1)]
    [InlineData(10.0, 60)]
    public void A_crossfade_longer_than_half_is_refused(double? rate, double crossfade)
    {
        var request = new ConversionRequest { Playback = new() { FrameRate = rate, LoopCrossfade = crossfade } };
        ConversionException failure = Assert.Throws<ConversionException>(() => Sources.Plan(request, Sources.At(25, 10)));
        Assert.Equal((ErrorId.InvalidParameter, FailureKind.Input), (failure.ErrorId, failure.Kind));
        Assert.Contains("LoopCrossfade", failure.Message, StringComparison.Ordinal);
        Assert.Contains("10 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_crossfade_without_a_frame_is_told()
    {
        ConversionPlan plan = Sources.Plan(new ConversionRequest { Playback = new() { FrameRate = 10, LoopCrossfade = 0.01 } });
        Assert.Equal(TimeSpan.Zero, plan.Playback.Crossfade);
        Assert.Contains("LoopCrossfade", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Encoders_are_told_everything()
    {
        var request = new ConversionRequest
        {
            Formats = OutputFormats.All,
            Playback = new() { PlayCount = 3 },
            Picture = new() { Quality = 60, Colors = 64, Dither = 0.5 },
            Limits = new() { Timeout = TimeSpan.FromMinutes(1) },
        };
        ConversionPlan plan = Sources.Plan(request);
        Assert.Equal(OutputFormats.All, plan.Outputs.Select(output => output.Format));
        Assert.Equal(TimeSpan.FromMinutes(1), plan.Timeout);
        Assert.All(plan.Outputs, output =>
        {
            EncoderSettings settings = output.Settings;
            Assert.Equal((3, 60, 1920, 1080), (settings.PlayCount, settings.Quality, settings.Width, settings.Height));
            Assert.Equal(FrameTiming.Of(output.Format), settings.Timing);
            Assert.Equal(output.Format == OutputFormat.Apng, settings.Lossless);
            Assert.Equal(output.Format == OutputFormat.Gif ? 0.5 : null, settings.Dither);
            Assert.False(settings.HasAlpha);
        });
        Assert.Equal(64, plan.Outputs[0].Settings.Colors);

        ConversionPlan plain = Sources.Plan(new ConversionRequest());
        OutputPlan gif = Assert.Single(plain.Outputs);
        Assert.Equal((OutputFormat.Gif, 80, 256, 0), (gif.Format, gif.Settings.Quality, gif.Settings.Colors, gif.Settings.PlayCount));
        Assert.Null(gif.Settings.Dither);
        Assert.Equal(TimeSpan.FromMinutes(30), plain.Timeout);
        Assert.True(Sources.Plan(new ConversionRequest { Formats = [OutputFormat.Avif], Picture = new() { Lossless = true } }).Outputs[0].Settings.Lossless);
    }

    [Fact]
    public void Pictures_are_treated_as_the_source_needs_it()
    {
        PictureTransform plain = Sources.Plan(new ConversionRequest { Picture = new() { Background = RgbColor.Parse("red") } }).Picture;
        Assert.Equal((false, false, false, null), (plain.Deinterlace, plain.ToneMap, plain.KeepAlpha, plain.Background));

        MediaInfo odd = Sources.Plain with { Video = Sources.Plain.Video with { IsInterlaced = true, HasAlpha = true, ColorTransfer = "smpte2084" } };
        PictureTransform kept = Sources.Plan(new ConversionRequest(), odd).Picture;
        Assert.Equal((true, true, true, null), (kept.Deinterlace, kept.ToneMap, kept.KeepAlpha, kept.Background));
        ConversionPlan flat = Sources.Plan(new ConversionRequest { Picture = new() { Background = RgbColor.Parse("red") } }, odd);
        Assert.Equal((false, new RgbColor(255, 0, 0)), (flat.Picture.KeepAlpha, flat.Picture.Background));
        Assert.False(flat.Outputs[0].Settings.HasAlpha);
    }

    [Theory]
    [InlineData(null, "yuv420p", 1080, "bt709")]
    [InlineData(null, "yuv420p", 577, "bt709")]
    [InlineData(null, "yuv420p", 576, "bt601")]
    [InlineData("unknown", "yuv420p", 480, "bt601")]
    [InlineData(null, null, 480, "bt601")]
    [InlineData("bt709", "yuv420p", 480, null)]
    [InlineData("bt2020nc", "yuv420p10le", 1080, null)]
    [InlineData("gbr", "gbrp", 1080, null)]
    [InlineData(null, "bgra", 480, null)]
    [InlineData(null, "pal8", 480, null)]
    public void A_matrix_is_assumed_where_none_is_named(string? space, string? pixels, int height, string? matrix)
    {
        MediaInfo media = Sources.Plain with { Video = Sources.Plain.Video with { ColorSpace = space, PixelFormat = pixels, StoredHeight = height } };
        Assert.Equal(matrix, Sources.Plan(new ConversionRequest(), media).Picture.AssumedMatrix);
    }
}
