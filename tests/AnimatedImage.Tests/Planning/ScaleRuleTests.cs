using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Planning;

public class ScaleRuleTests
{
    /// <summary>Stored size, pixel shape, rotation; size asked; scaled size, canvas, warned.</summary>
    public static TheoryData<string, FrameSize, string, string, bool> Sizes { get; } = new()
    {
        // Nothing asked: the displayed size.
        { "1920x1080", new(), "1920x1080", "1920x1080", false },
        { "1920x1080 90", new(), "1080x1920", "1080x1920", false },
        { "1920x1080 180", new(), "1920x1080", "1920x1080", false },
        { "720x576 16:15", new(), "768x576", "768x576", false },
        { "720x576 16:15 270", new(), "576x768", "576x768", false },
        { "1440x1080 4:3", new(), "1920x1080", "1920x1080", false },

        // One side: the other from the exact aspect ratio.
        { "1920x1080", new() { Width = Px(480) }, "480x270", "480x270", false },
        { "1920x1080", new() { Height = Px(270) }, "480x270", "480x270", false },
        { "1920x1080", new() { Width = Px(100) }, "100x56", "100x56", false },
        { "1366x768", new() { Width = Px(480) }, "480x270", "480x270", false },
        { "720x576 16:15", new() { Width = Px(384) }, "384x288", "384x288", false },
        { "720x480 8:9", new() { Height = Px(240) }, "320x240", "320x240", false },
        { "720x480 32:27", new(), "853x480", "853x480", false },
        { "720x480 32:27", new() { Height = Px(240) }, "427x240", "427x240", false }, // 426.67, not half of 853.
        { "720x480 32:27 90", new() { Width = Px(240) }, "240x427", "240x427", false },
        { "1920x1080 90", new() { Width = Px(270) }, "270x480", "270x480", false },
        { "1920x1080", new() { Width = FrameDimension.Parse("25%") }, "480x270", "480x270", false },
        { "1920x1080", new() { Height = FrameDimension.Parse("0.5") }, "960x540", "960x540", false },
        { "10000x10", new() { Width = Px(100) }, "100x1", "100x1", false }, // Never nothing.
        { "640x360", new() { Width = Px(1280) }, "640x360", "640x360", true },
        { "640x360", new() { Height = FrameDimension.Parse("200%") }, "640x360", "640x360", true },
        { "640x360", new() { Width = Px(1280), AllowUpscale = true }, "1280x720", "1280x720", false },
        { "640x360", new() { Width = Px(640) }, "640x360", "640x360", false },

        // Long and short side, whichever way the source is turned.
        { "1920x1080", new() { LongSide = 480 }, "480x270", "480x270", false },
        { "1920x1080 90", new() { LongSide = 480 }, "270x480", "270x480", false },
        { "1920x1080", new() { ShortSide = 270 }, "480x270", "480x270", false },
        { "1080x1920", new() { ShortSide = 270 }, "270x480", "270x480", false },
        { "1920x1080", new() { LongSide = 480, ShortSide = 200 }, "356x200", "356x200", false },
        { "1080x1920", new() { LongSide = 480, ShortSide = 200 }, "200x356", "200x356", false },
        { "1080x1920", new() { LongSide = 480, ShortSide = 480, ScaleType = ScaleType.Fill }, "270x480", "480x480", false },
        { "640x360", new() { LongSide = 1000 }, "640x360", "640x360", true },

        // Scale.
        { "1920x1080", new() { Scale = 0.25 }, "480x270", "480x270", false },
        { "1921x1081", new() { Scale = 0.5 }, "961x541", "961x541", false }, // Halves up.
        { "640x360", new() { Scale = 2 }, "640x360", "640x360", true },
        { "640x360", new() { Scale = 2, AllowUpscale = true }, "1280x720", "1280x720", false },

        // Both sides.
        { "1920x1080", Box(480, 480, ScaleType.Fit), "480x270", "480x270", false },
        { "1920x1080", Box(480, 480, ScaleType.Fill), "480x270", "480x480", false },
        { "1920x1080", Box(480, 480, ScaleType.Crop), "853x480", "480x480", false },
        { "1920x1080", Box(480, 480, ScaleType.Stretch), "480x480", "480x480", false },
        { "1080x1920", Box(480, 480, ScaleType.Fit), "270x480", "270x480", false },
        { "1080x1920", Box(480, 480, ScaleType.Crop), "480x853", "480x480", false },
        { "1920x1080", Box(480, 270, ScaleType.Crop), "480x270", "480x270", false },
        { "1366x768", Box(480, 270, ScaleType.Fit), "480x270", "480x270", false }, // 269.86 rounds to the box.
        { "1366x768", Box(480, 270, ScaleType.Crop), "480x270", "480x270", false },
        { "1920x1080", new() { Width = FrameDimension.Parse("50%"), Height = FrameDimension.Parse("50%") }, "960x540", "960x540", false },
        { "720x576 16:15 90", Box(288, 288, ScaleType.Fit), "216x288", "216x288", false },

        // Boxes larger than the picture.
        { "640x360", Box(1000, 1000, ScaleType.Fit), "640x360", "640x360", true },
        { "640x360", Box(1000, 1000, ScaleType.Fill), "640x360", "1000x1000", true },
        { "640x360", Box(1000, 1000, ScaleType.Crop), "640x360", "360x360", true },
        { "640x360", Box(500, 1000, ScaleType.Crop), "640x360", "180x360", true },
        { "640x360", Box(2000, 500, ScaleType.Crop), "640x360", "640x160", true },
        { "640x360", Box(320, 1000, ScaleType.Stretch), "320x360", "320x360", true },
        { "640x360", Box(1000, 1000, ScaleType.Stretch), "640x360", "640x360", true },
        { "640x360", Box(1000, 300, ScaleType.Fit), "533x300", "533x300", false },
        { "640x360", Box(1000, 300, ScaleType.Fill), "533x300", "1000x300", false },
        { "640x360", Box(1000, 1000, ScaleType.Fit) with { AllowUpscale = true }, "1000x563", "1000x563", false },
        { "640x360", Box(1000, 1000, ScaleType.Fill) with { AllowUpscale = true }, "1000x563", "1000x1000", false },
        { "640x360", Box(1000, 1000, ScaleType.Crop) with { AllowUpscale = true }, "1778x1000", "1000x1000", false },
        { "640x360", Box(1000, 1000, ScaleType.Stretch) with { AllowUpscale = true }, "1000x1000", "1000x1000", false },

        // After a crop the picture is what it cuts out.
        { "1920x1080", new() { Crop = new(0, 0, 1000, 500), Width = Px(500) }, "500x250", "500x250", false },
        { "1920x1080", new() { Crop = new(0, 0, 1000, 500) }, "1000x500", "1000x500", false },
        { "1920x1080", new() { Crop = new(0, 0, 1000, 500), Width = FrameDimension.Parse("50%") }, "500x250", "500x250", false },
        { "1920x1080", new() { Crop = new(0, 0, 100, 500), LongSide = 250 }, "50x250", "50x250", false },
        { "1920x1080", new() { Crop = new(0, 0, 100, 100), Width = Px(200) }, "100x100", "100x100", true },
    };

    [Theory]
    [MemberData(nameof(Sizes), DisableDiscoveryEnumeration = true)]
    public void Scales_and_pads(string source, FrameSize size, string scaled, string canvas, bool warns)
    {
        ConversionPlan plan = Sources.Plan(new ConversionRequest { Size = size }, Source(source));
        PictureTransform picture = plan.Picture;
        Assert.Equal($"{scaled} in {canvas}", $"{picture.ScaledWidth}x{picture.ScaledHeight} in {picture.CanvasWidth}x{picture.CanvasHeight}");
        Assert.Equal(warns ? 1 : 0, plan.Warnings.Count);
        Assert.All(plan.Warnings, warning => Assert.Contains("AllowUpscale", warning, StringComparison.Ordinal));
        Assert.Equal((picture.CanvasWidth, picture.CanvasHeight), (plan.Outputs[0].Settings.Width, plan.Outputs[0].Settings.Height));
    }

    [Theory]
    [InlineData("1920x1080", "100,200,300,400", "100,200,300,400")]
    [InlineData("1920x1080 90", "100,200,300,400", "100,200,300,400")] // Already upright.
    [InlineData("1440x1080 4:3", "960,0,960,1080", "720,0,720,1080")]
    [InlineData("1440x1080 4:3 180", "960,0,960,1080", "720,0,720,1080")]
    [InlineData("1440x1080 4:3 90", "0,960,1080,960", "0,720,1080,720")] // Turned, the correction lies on the height.
    [InlineData("1440x1080 4:3 270", "540,0,540,960", "540,0,540,720")]
    [InlineData("720x480 32:27", "852,0,1,480", "719,0,1,480")]
    [InlineData("720x480 32:27", "0,0,853,480", null)] // The whole picture.
    [InlineData("1920x1080", "0,0,1920,1080", null)]
    [InlineData("100x100 10:1", "3,0,1,100", "0,0,1,100")]
    [InlineData("100x100 1:10", "3,0,1,100", "30,0,10,100")]
    public void A_crop_is_counted_in_stored_pixels(string source, string crop, string? stored) =>
        Assert.Equal(stored, Sources.Plan(new ConversionRequest { Size = new() { Crop = CropRectangle.Parse(crop) } }, Source(source)).Picture.Crop?.ToString());

    [Theory]
    [InlineData("1920x1080", "1900,0,100,100")]
    [InlineData("1920x1080", "0,1080,1,1")]
    [InlineData("1920x1080 90", "0,0,1920,1080")]
    [InlineData("1920x1080", "2147483647,0,2147483647,1")]
    public void A_crop_outside_of_the_picture_is_refused(string source, string crop)
    {
        MediaInfo media = Source(source);
        ConversionException failure = Assert.Throws<ConversionException>(() => Sources.Plan(new ConversionRequest { Size = new() { Crop = CropRectangle.Parse(crop) } }, media));
        Assert.Equal((ErrorId.InvalidParameter, FailureKind.Input), (failure.ErrorId, failure.Kind));
        Assert.Contains($"{media.Video.Width}×{media.Video.Height}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bars_are_black_unless_another_padding_is_given()
    {
        Assert.Equal(Padding.Black, Sources.Plan(new ConversionRequest { Size = Box(480, 480, ScaleType.Fill) }).Picture.Padding);
        Assert.Equal(Padding.Blur, Sources.Plan(new ConversionRequest { Size = Box(480, 480, null) with { Padding = Padding.Blur } }).Picture.Padding);
        Assert.Null(Sources.Plan(new ConversionRequest { Size = Box(480, 480, ScaleType.Fit) }).Picture.Padding);
    }

    [Theory]
    [InlineData("30000x30000", null, "30000×30000")]
    [InlineData("16384x16384", null, null)]
    [InlineData("100x100", 16384, null)]
    public void Pixels_are_limited(string source, int? width, string? saying)
    {
        var request = new ConversionRequest { Size = new() { Width = width is { } px ? Px(px) : null, AllowUpscale = true } };
        if (saying is null)
        {
            Sources.Plan(request, Source(source));
            return;
        }

        ConversionException failure = Assert.Throws<ConversionException>(() => Sources.Plan(request, Source(source)));
        Assert.Equal((ErrorId.FrameTooLarge, FailureKind.Input), (failure.ErrorId, failure.Kind));
        Assert.Contains(saying, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16384, OutputFormat.WebP, "16383")]
    [InlineData(16384, OutputFormat.Gif, null)]
    [InlineData(16383, OutputFormat.WebP, null)]
    public void Sides_are_limited_by_the_format(int width, OutputFormat format, string? saying)
    {
        var request = new ConversionRequest { Formats = [format], Size = new() { Width = Px(width), AllowUpscale = true } };
        Exception? failure = Record.Exception(() => Sources.Plan(request, Source("1000x10")));
        Assert.Equal(saying is null ? null : ErrorId.FrameTooLarge, (failure as ConversionException)?.ErrorId);
        Assert.Contains(saying ?? "", failure?.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_free_side_must_not_explode()
    {
        ConversionException tall = Assert.Throws<ConversionException>(() => Sources.Plan(new ConversionRequest { Size = new() { Width = Px(1000), AllowUpscale = true } }, Source("10x1000")));
        Assert.Equal(ErrorId.FrameTooLarge, tall.ErrorId);
        ConversionException cut = Assert.Throws<ConversionException>(() => Sources.Plan(new ConversionRequest { Size = Box(1000, 1000, ScaleType.Crop) with { AllowUpscale = true } }, Source("10x1000")));
        Assert.Contains("before it is cut", cut.Message, StringComparison.Ordinal);
        ConversionException small = Assert.Throws<ConversionException>(() => Sources.Plan(new ConversionRequest { Limits = new() { MaxPixel = 1000 } }));
        Assert.Equal(ErrorId.FrameTooLarge, small.ErrorId);
    }

    [Fact]
    public void Any_size_keeps_the_promises()
    {
        var random = new Random(6);
        for (int round = 0; round < 5000; round++)
        {
            MediaInfo media = Sources.Sized(random.Next(1, 5000), random.Next(1, 5000), random.Next(1, 50), random.Next(1, 50), random.Next(4) * 90);
            ScaleType type = Enum.GetValues<ScaleType>()[random.Next(4)];
            FrameSize size = Box(random.Next(1, 3000), random.Next(1, 3000), type);
            ConversionPlan plan;
            try
            {
                plan = Sources.Plan(new ConversionRequest { Size = size }, media);
            }
            catch (ConversionException failure) when (failure.ErrorId == ErrorId.FrameTooLarge)
            {
                continue;
            }

            PictureTransform picture = plan.Picture;
            Assert.InRange(picture.CanvasWidth, 1, (int)size.Width!.Value.Value);
            Assert.InRange(picture.CanvasHeight, 1, (int)size.Height!.Value.Value);
            Assert.InRange(picture.ScaledWidth, 1, media.Video.Width);
            Assert.InRange(picture.ScaledHeight, 1, media.Video.Height);
            if (type == ScaleType.Fill)
            {
                Assert.Equal(((int)size.Width.Value.Value, (int)size.Height.Value.Value), (picture.CanvasWidth, picture.CanvasHeight));
            }
            else
            {
                Assert.True(picture.CanvasWidth <= picture.ScaledWidth && picture.CanvasHeight <= picture.ScaledHeight, "Bars without Fill.");
            }
        }
    }

    private static FrameDimension Px(int pixels) => FrameDimension.FromNumber(pixels);

    private static FrameSize Box(int width, int height, ScaleType? type) => new() { Width = Px(width), Height = Px(height), ScaleType = type };

    /// <summary>Reads <c>WxH [n:d] [rotation]</c>.</summary>
    private static MediaInfo Source(string text)
    {
        string[] words = text.Split(' ');
        int[] size = [.. words[0].Split('x').Select(Number)];
        int[] shape = [.. (words.FirstOrDefault(word => word.Contains(':', StringComparison.Ordinal)) ?? "1:1").Split(':').Select(Number)];
        int rotation = words.Skip(1).Where(word => !word.Contains(':', StringComparison.Ordinal)).Select(Number).FirstOrDefault();
        return Sources.Sized(size[0], size[1], shape[0], shape[1], rotation);
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
