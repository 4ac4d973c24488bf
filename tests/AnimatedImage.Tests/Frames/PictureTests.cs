using AnimatedImage.Frames;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;
using static AnimatedImage.Tests.Frames.TestPlans;

namespace AnimatedImage.Tests.Frames;

/// <summary>What happens to pictures between decoder and frame, judged by colours at known places.</summary>
public sealed class PictureTests : IDisposable
{
    // Four quarters: red, green, blue, grey.
    private const string Quarters = "-f lavfi -i color=gray:s=64x48:r=10:d=0.3,format=rgb24,drawbox=0:0:32:24:red:fill,drawbox=32:0:32:24:lime:fill,drawbox=0:24:32:24:blue:fill";
    private const string Lossless = " -c:v libx264rgb -qp 0 -preset ultrafast ";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task APictureThatNeedsNothingIsKeptToTheBit()
    {
        string path = Make("noise.mkv", "-f lavfi -i testsrc2=s=62x46:r=10:d=0.3,format=rgb24,noise=alls=60" + Lossless);
        byte[] expected = Ffmpeg.Run($"-i {path} -frames:v 1 -f rawvideo -pix_fmt rgba pipe:1");

        Assert.Equal(expected, await FirstAsync(Plan(path, picture => picture)));
    }

    [Theory]
    [InlineData("rotated-90.mp4", true)]
    [InlineData("rotated-180.mp4", false)]
    [InlineData("rotated-270.mp4", true)]
    public async Task RotatedVideoComesOutUpright(string name, bool isTurned)
    {
        string path = await Clips.GetAsync(name);
        MediaInfo media = Probe(path);
        byte[] player = Ffmpeg.Run($"-i {path} -frames:v 1 -f rawvideo -pix_fmt rgba pipe:1");
        byte[] stored = Ffmpeg.Run($"-noautorotate -i {path} -frames:v 1 -f rawvideo -pix_fmt rgba pipe:1");

        byte[] pixels = await FirstAsync(Plan(path, picture => picture));

        Assert.Equal(isTurned, media.Video.Width == media.Video.StoredHeight);
        Assert.True(Distance(player, pixels) < 4, "It should look as a player shows it.");
        Assert.True(Distance(stored, pixels) > 20, "It should not look as it is stored.");
    }

    [Fact]
    public async Task CropTakesTheAskedPixels()
    {
        string path = Make("quarters.mkv", Quarters + Lossless);
        ConversionPlan plan = Plan(path, picture => picture with { Crop = new CropRectangle(31, 23, 3, 3), ScaledWidth = 3, ScaledHeight = 3, CanvasWidth = 3, CanvasHeight = 3 });

        byte[] pixels = await FirstAsync(plan);

        AssertPixel(pixels, 3, 0, 0, 255, 0, 0);
        AssertPixel(pixels, 3, 1, 0, 0, 255, 0);
        AssertPixel(pixels, 3, 0, 1, 0, 0, 255);
        AssertPixel(pixels, 3, 2, 2, 128, 128, 128);
    }

    [Fact]
    public async Task WhatHangsOverIsCutOffOnBothSides()
    {
        string path = Make("quarters.mkv", Quarters + Lossless);

        byte[] pixels = await FirstAsync(Plan(path, picture => picture with { CanvasWidth = 4 }));

        AssertPixel(pixels, 4, 1, 0, 255, 0, 0);
        AssertPixel(pixels, 4, 2, 0, 0, 255, 0);
    }

    [Fact]
    public async Task BarsHaveTheAskedColour()
    {
        string path = Make("quarters.mkv", Quarters + Lossless);
        ConversionPlan plan = Plan(path, picture => picture with { CanvasWidth = 74, CanvasHeight = 51, Padding = new Padding { Color = new RgbColor(0x12, 0x34, 0x56) } });

        byte[] pixels = await FirstAsync(plan);

        AssertPixel(pixels, 74, 0, 0, 0x12, 0x34, 0x56);
        AssertPixel(pixels, 74, 4, 25, 0x12, 0x34, 0x56);
        AssertPixel(pixels, 74, 5, 1, 255, 0, 0);
        AssertPixel(pixels, 74, 69, 50, 0x12, 0x34, 0x56);
    }

    [Fact]
    public async Task BlurredBarsShowThePictureItself()
    {
        string path = Make("quarters.mkv", Quarters + Lossless);

        byte[] pixels = await FirstAsync(Plan(path, picture => picture with { CanvasWidth = 128, Padding = Padding.Blur }));

        // Left of the red quarter there is dim red, and the picture is sharp.
        (byte red, byte green, byte blue) = (pixels[4 * ((128 * 8) + 4)], pixels[(4 * ((128 * 8) + 4)) + 1], pixels[(4 * ((128 * 8) + 4)) + 2]);
        Assert.InRange(red, 90, 200);
        Assert.InRange(green, 0, 60);
        Assert.InRange(blue, 0, 110);
        AssertPixel(pixels, 128, 63, 10, 255, 0, 0);
        AssertPixel(pixels, 128, 64, 10, 0, 255, 0);
    }

    [Theory]
    [InlineData("bt709", "bt709", null)]
    [InlineData("smpte170m", "bt601", null)]
    [InlineData(null, "bt709", "bt709")]
    [InlineData(null, "bt601", "bt601")]
    public async Task ColoursSurviveTheMatrix(string? told, string used, string? assumed)
    {
        string tag = told is null ? "" : $" -colorspace {told}";
        string path = Make("matrix.mkv", $"-f lavfi -i color=0xC86432:s=64x48:r=10:d=0.3,format=rgb24,scale=out_color_matrix={used},format=yuv444p -c:v ffv1{tag} ");

        byte[] pixels = await FirstAsync(Plan(path, picture => picture with { AssumedMatrix = assumed, ScaledWidth = 32, ScaledHeight = 24, CanvasWidth = 32, CanvasHeight = 24 }));

        Assert.Equal(0xC8, pixels[0], 2.0);
        Assert.Equal(0x64, pixels[1], 2.0);
        Assert.Equal(0x32, pixels[2], 2.0);
    }

    [Fact]
    public async Task FullRangeIsToldFromTelevisionRange()
    {
        string path = Make("full.mkv", "-f lavfi -i color=white:s=64x48:r=10:d=0.3,format=yuvj420p -c:v ffv1 ");

        AssertPixel(await FirstAsync(Plan(path, picture => picture)), 64, 10, 10, 255, 255, 255);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(32)]
    public async Task AlphaStaysStraightAndHiddenColoursStayHidden(int width)
    {
        // Half transparent blue beside invisible red.
        string path = Make("alpha.mov", "-f lavfi -i color=red@0:s=64x48:r=10:d=0.3,format=argb,geq=r=0+255*lt(X\\,32):g=0:b=255*gte(X\\,32):a=128*gte(X\\,32) -c:v qtrle ");

        byte[] pixels = await FirstAsync(Plan(path, picture => picture with { KeepAlpha = true, ScaledWidth = width, CanvasWidth = width }));

        Assert.Equal(0, pixels[(4 * (width / 4)) + 3]);
        Assert.Equal(128, pixels[(4 * (width * 3 / 4)) + 3], 1.0);
        int border = 4 * (width / 2);
        Assert.True(pixels[border + 3] > 64 && pixels[border] < 8 && pixels[border + 2] > 240, "The invisible red must not bleed into the blue.");
    }

    [Fact]
    public async Task TransparencyIsLaidOverTheBackground()
    {
        string path = Make("alpha.mov", "-f lavfi -i color=red@0:s=64x48:r=10:d=0.3,format=argb,geq=r=0:g=0:b=255:a=128*gte(X\\,32) -c:v qtrle ");

        byte[] pixels = await FirstAsync(Plan(path, picture => picture with { Background = new RgbColor(200, 100, 0) }));

        AssertPixel(pixels, 64, 5, 5, 200, 100, 0);
        Assert.Equal(100, pixels[4 * 50], 1.0);
        Assert.Equal(50, pixels[(4 * 50) + 1], 1.0);
        Assert.Equal(128, pixels[(4 * 50) + 2], 1.0);
        Assert.Equal(255, pixels[(4 * 50) + 3]);
    }

    [Fact]
    public async Task Vp9KeepsItsAlpha()
    {
        byte[] pixels = await FirstAsync(Plan(await Clips.GetAsync("alpha.webm"), picture => picture with { KeepAlpha = true }));

        Assert.InRange(pixels[(4 * ((160 * 60) + 20)) + 3], 0, 3);
        Assert.InRange(pixels[(4 * ((160 * 60) + 140)) + 3], 252, 255);
    }

    [Fact]
    public async Task DeinterlacedFramesHaveNoCombs()
    {
        // A white bar moves over black fast enough to tear every frame that weaves two fields.
        string path = Make("fields.ts", "-f lavfi -i color=black:s=160x64:r=50:d=1,format=yuv420p,geq=lum=16+219*lt(mod(X+N*8\\,80)\\,24):cb=128:cr=128,interlace -c:v mpeg2video -q:v 2 -flags +ilme+ildct ");

        double woven = Combing(await FirstAsync(Plan(path, picture => picture), 5));
        double deinterlaced = Combing(await FirstAsync(Plan(path, picture => picture with { Deinterlace = true }), 5));

        Assert.True(deinterlaced * 5 < woven, $"combing was {woven:F1} and is {deinterlaced:F1}");
    }

    [Theory]
    // ITU-R BT.2408: HDR reference white, 203 cd/m², is 58 % of PQ's and 75 % of HLG's range.
    [InlineData("smpte2084", 0.58, 190, 245)]
    [InlineData("arib-std-b67", 0.75, 190, 245)]
    [InlineData("smpte2084", 0.75, 245, 255)]
    [InlineData("smpte2084", 0.0, 0, 2)]
    public async Task HdrWhiteBecomesSdrWhite(string transfer, double signal, int least, int most)
    {
        int code = 64 + (int)(signal * 876);
        string path = Make(
            "hdr.mkv",
            $"-f lavfi -i color=black:s=32x32:r=10:d=0.3,format=yuv420p10le,geq=lum={code}:cb=512:cr=512 -c:v ffv1 -color_trc {transfer} -color_primaries bt2020 -colorspace bt2020nc -color_range tv ");

        byte[] pixels = await FirstAsync(Plan(path, picture => picture with { ToneMap = true }));

        Assert.InRange(pixels[0], least, most);
        Assert.Equal(pixels[0], pixels[1], 1.0);
        Assert.Equal(pixels[0], pixels[2], 1.0);
    }

    [Fact]
    public async Task AnFFmpegWithoutToneMappingWarnsAndGoesOn()
    {
        ConversionPlan plan = Plan(await Clips.GetAsync("hdr-pq.mkv"), picture => picture with { ToneMap = true });
        FFmpegTools tools = Tools with { Capabilities = new FFmpegCapabilities(arguments => arguments[^1] == "-filters" ? " ... scale V->V x" : "ffmpeg version 5.1 x") };

        var source = new FFmpegFrameSource(tools, plan);

        Assert.Contains("zscale", Assert.Single(source.Warnings), StringComparison.Ordinal);
        Assert.Empty(new FFmpegFrameSource(Tools, plan).Warnings);
        Assert.NotEmpty(await FirstAsync(source, 0));
    }

    private static ConversionPlan Plan(string path, Func<PictureTransform, PictureTransform> change)
    {
        MediaInfo media = Probe(path);
        ConversionPlan plan = Create(media, new FrameSelection { Kind = FrameSelectionKind.EveryFrame }, new ReadWindow(default, media.Duration, default, 0));
        return plan with { Picture = change(plan.Picture) };
    }

    private static Task<byte[]> FirstAsync(ConversionPlan plan, int skip = 0) => FirstAsync(FrameSourceFactory.Create(Tools, plan), skip);

    private static async Task<byte[]> FirstAsync(IFrameSource source, int skip)
    {
        await foreach (Frame frame in source.ReadAsync(Token))
        {
            using (frame)
            {
                if (skip-- == 0)
                {
                    return frame.Pixels.ToArray();
                }
            }
        }

        throw new InvalidOperationException("Too few frames came.");
    }

    private static void AssertPixel(byte[] pixels, int width, int x, int y, byte red, byte green, byte blue) =>
        Assert.Equal([red, green, blue, 255], pixels.AsSpan(4 * ((y * width) + x), 4).ToArray());

    private static double Distance(byte[] left, byte[] right) =>
        left.Length == right.Length ? left.Zip(right, (a, b) => Math.Abs(a - b)).Average() : double.MaxValue;

    /// <summary>How much rows differ from the mean of their neighbours, in a picture whose columns are even.</summary>
    private static double Combing(byte[] pixels)
    {
        const int stride = 160 * 4;
        double sum = 0;
        for (int y = 8; y < 56; y++)
        {
            for (int x = 0; x < stride; x += 4)
            {
                int i = (y * stride) + x;
                sum += Math.Abs(pixels[i] - ((pixels[i - stride] + pixels[i + stride]) / 2.0));
            }
        }

        return sum / (48 * 160);
    }

    private string Make(string name, string arguments)
    {
        string path = _folder.File(name);
        Ffmpeg.Run(arguments + path);
        return path;
    }
}
