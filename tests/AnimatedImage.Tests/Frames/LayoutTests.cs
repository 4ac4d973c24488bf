using AnimatedImage.Frames;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;
using static AnimatedImage.Tests.Frames.TestPlans;

namespace AnimatedImage.Tests.Frames;

/// <summary>Frames in YUV show what RGBA frames of the same source show, whichever way their colours came.</summary>
public sealed class LayoutTests : IDisposable
{
    private const string Soft = "testsrc2=s=160x120:r=10:d=0.3,gblur=sigma=6,format=rgb24";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bt601", "scale=out_color_matrix=bt601,format=yuv420p", "-colorspace smpte170m -color_range tv")]
    [InlineData("assumed", "scale=out_color_matrix=bt601,format=yuv420p", "")]
    [InlineData("bt709", "scale=out_color_matrix=bt709,format=yuv420p", "-colorspace bt709 -color_range tv")]
    [InlineData("240m", "scale=out_color_matrix=smpte240m,format=yuv420p", "-colorspace smpte240m")]
    [InlineData("bt2020", "scale=out_color_matrix=bt2020,format=yuv420p10le", "-colorspace bt2020nc")]
    [InlineData("full", "scale=out_color_matrix=bt601:out_range=pc,format=yuv420p", "-colorspace smpte170m -color_range pc")]
    [InlineData("full709", "scale=out_color_matrix=bt709:out_range=pc,format=yuv420p", "-colorspace bt709 -color_range pc")]
    [InlineData("jpeg", "format=yuvj422p", "")]
    [InlineData("deep", "scale=out_color_matrix=bt709,format=yuv444p10le", "-colorspace bt709")]
    [InlineData("rgb", "format=rgb24", "")]
    [InlineData("gray", "format=gray", "")]
    [InlineData("gray10", "format=gray10le", "")]
    [InlineData("nv12", "scale=out_color_matrix=bt601,format=nv12", "")]
    [InlineData("unusual", "scale=out_color_matrix=bt709,format=yuv420p", "-colorspace ycgco")]
    public async Task EverySourceHasTheColoursOfTheRgbaFrames(string name, string format, string tags)
    {
        string path = Make($"{name}.{(name == "nv12" ? "nut" : "mkv")}", $"-f lavfi -i {Soft},{format} -c:v {(name == "nv12" ? "rawvideo" : "ffv1")} {tags} ");
        foreach ((int width, int height) in ((int, int)[])[(160, 120), (80, 60), (61, 47)])
        {
            await AssertAlikeAsync(Plan(path, picture => picture with { ScaledWidth = width, ScaledHeight = height, CanvasWidth = width, CanvasHeight = height }), $"{name} {width}×{height}", (width | height) % 2 == 0 ? 1 : 8);
        }
    }

    [Fact]
    public async Task AnOddNumberOfRowsOfAnotherMatrixIsReadToTheEnd()
    {
        string path = Make("tall.mkv", "-f lavfi -i testsrc2=s=720x1280:r=10:d=1,scale=out_color_matrix=bt709,format=yuv420p -c:v ffv1 -colorspace bt709 ");
        ConversionPlan plan = Plan(path, picture => picture with { ScaledWidth = 240, ScaledHeight = 427, CanvasWidth = 240, CanvasHeight = 427 });
        Assert.Equal(10, (await AllAsync(FrameSourceFactory.Create(Tools, plan, PixelLayout.Yuv420))).Count);
    }

    [Theory]
    [InlineData("even cut", 40, 60, null)]
    [InlineData("odd cut", 42, 58, null)]
    [InlineData("even bars", 88, 60, "black")]
    [InlineData("odd bars", 90, 66, "black")]
    [InlineData("odd canvas", 85, 63, "black")]
    [InlineData("coloured bars", 88, 60, "#C03060")]
    [InlineData("blurred bars", 100, 60, "Blur")]
    public async Task CutsAndBarsLieWhereTheyDoInRgba(string name, int width, int height, string? padding)
    {
        string path = Make("bars.mkv", $"-f lavfi -i {Soft},scale=out_color_matrix=bt709,format=yuv420p -c:v ffv1 -colorspace bt709 ");

        await AssertAlikeAsync(
            Plan(path, picture => picture with
            {
                ScaledWidth = 80,
                ScaledHeight = 60,
                CanvasWidth = width,
                CanvasHeight = height,
                Padding = padding is null ? null : Padding.Parse(padding),
            }),
            name,
            (width | height) % 2 == 0 ? 1 : 8);
    }

    [Theory]
    [InlineData(32, 24, 80, 60)]
    [InlineData(33, 25, 79, 61)]
    public async Task PartsOfThePictureAreThoseOfRgba(int x, int y, int width, int height)
    {
        string path = Make("crop.mkv", $"-f lavfi -i {Soft},format=yuv420p -c:v ffv1 ");

        await AssertAlikeAsync(
            Plan(path, picture => picture with { Crop = new CropRectangle(x, y, width, height), ScaledWidth = 40, ScaledHeight = 30, CanvasWidth = 40, CanvasHeight = 30 }),
            "crop");
    }

    [Theory]
    [InlineData("rotated-90.mp4")]
    [InlineData("hdr-pq.mkv")]
    public async Task RealClipsLookAsInRgba(string name)
    {
        string path = await Clips.GetAsync(name);
        MediaInfo media = Probe(path);

        await AssertAlikeAsync(Plan(path, picture => picture with { ToneMap = media.Video.IsHdr, ScaledWidth = 60, ScaledHeight = 60, CanvasWidth = 60, CanvasHeight = 60 }), name, 4);
    }

    [Fact]
    public async Task TheBackgroundShowsThrough()
    {
        string path = Make("alpha.mov", $"-f lavfi -i {Soft},format=argb,colorchannelmixer=aa=0.5 -c:v qtrle ");

        await AssertAlikeAsync(Plan(path, picture => picture with { Background = new RgbColor(30, 200, 90) }), "background");
    }

    [Fact]
    public async Task WhatIsYuvAlreadyIsKeptToTheBit()
    {
        string path = Make("kept.mkv", "-f lavfi -i testsrc2=s=62x46:r=10:d=0.3,noise=alls=60,format=yuv420p -c:v ffv1 ");
        byte[] expected = Ffmpeg.Run($"-i {path} -frames:v 1 -f rawvideo -pix_fmt yuv420p pipe:1");

        Assert.Equal(expected, (await FirstAsync(Plan(path, picture => picture), PixelLayout.Yuv420)).Pixels.ToArray());
    }

    [Fact]
    public async Task SeveralFormsOfOneDecodeAreWhatTheyAreAlone()
    {
        string path = Make("forms.mkv", $"-f lavfi -i {Soft},format=yuv420p -c:v ffv1 ");
        ConversionPlan plan = Plan(path, picture => picture);
        PictureTransform small = plan.Picture with { ScaledWidth = 61, ScaledHeight = 47, CanvasWidth = 61, CanvasHeight = 47 };
        PictureForm[] forms =
        [
            new(plan.Picture, PixelLayout.Rgba), new(plan.Picture, PixelLayout.Yuv420), new(small, PixelLayout.Yuv420), new(small, PixelLayout.Rgba),
        ];

        List<byte[]> whole = await AllAsync(FrameSourceFactory.Create(Tools, plan, forms));

        Assert.Equal(3, whole.Count);
        int offset = 0;
        foreach (PictureForm form in forms)
        {
            List<byte[]> alone = await AllAsync(FrameSourceFactory.Create(Tools, plan with { Picture = form.Picture }, form.Layout));
            Assert.Equal(alone, whole.Select(frame => frame[offset..(offset + alone[0].Length)]));
            offset += alone[0].Length;
        }

        Assert.Equal(whole[0].Length, offset);
    }

    /// <summary>
    /// Less than a level apart in the mean, in each plane. Where edges are sharp the means of blocks are compared: they do not tell how
    /// sharp an edge is, but every wrong colour. An odd size moves chroma by up to half a sample, as always where ffmpeg scales planes.
    /// </summary>
    private static async Task AssertAlikeAsync(ConversionPlan plan, string what, int block = 1)
    {
        using Frame rgba = await FirstAsync(plan, PixelLayout.Rgba);
        using Frame expected = new FramePool(rgba.Width, rgba.Height, PixelLayout.Yuv420).Rent();
        YuvPicture.FromRgba(rgba, expected);

        using Frame actual = await FirstAsync(plan, PixelLayout.Yuv420);

        Assert.Equal((PixelLayout.Yuv420, rgba.Width, rgba.Height), (actual.Layout, actual.Width, actual.Height));
        (int halfWidth, int halfHeight) = ((rgba.Width + 1) / 2, (rgba.Height + 1) / 2);
        int luma = rgba.Width * rgba.Height;
        foreach ((string plane, int from, int width, int height) in ((string, int, int, int)[])
            [("Y", 0, rgba.Width, rgba.Height), ("U", luma, halfWidth, halfHeight), ("V", luma + (halfWidth * halfHeight), halfWidth, halfHeight)])
        {
            double difference = Means(expected, from, width, height, block).Zip(Means(actual, from, width, height, block), (left, right) => Math.Abs(left - right)).Average();
            Assert.True(difference < ((rgba.Width | rgba.Height) % 2 == 0 ? 1 : 2), $"{what}: {plane} differs by {difference:F2} in the mean.");
        }
    }

    private static IEnumerable<double> Means(Frame frame, int from, int width, int height, int block)
    {
        byte[] pixels = frame.Pixels.Slice(from, width * height).ToArray();
        return
            from top in Enumerable.Range(0, height / block)
            from left in Enumerable.Range(0, width / block)
            select Enumerable.Range(0, block * block).Average(at => pixels[(((top * block) + (at / block)) * width) + (left * block) + (at % block)]);
    }

    private static ConversionPlan Plan(string path, Func<PictureTransform, PictureTransform> change)
    {
        MediaInfo media = Probe(path);
        ConversionPlan plan = Create(media, new FrameSelection { Kind = FrameSelectionKind.EveryFrame }, new ReadWindow(default, media.Duration, default, 0));
        return plan with { Picture = change(plan.Picture with { AssumedMatrix = YuvMatrix.ToAssume(media.Video) }) };
    }

    private static async Task<Frame> FirstAsync(ConversionPlan plan, PixelLayout layout)
    {
        await foreach (Frame frame in FrameSourceFactory.Create(Tools, plan, layout).ReadAsync(Token))
        {
            return frame;
        }

        throw new InvalidOperationException("No frame came.");
    }

    private static async Task<List<byte[]>> AllAsync(IFrameSource source)
    {
        List<byte[]> frames = [];
        await foreach (Frame frame in source.ReadAsync(Token))
        {
            using (frame)
            {
                frames.Add(frame.Pixels.ToArray());
            }
        }

        return frames;
    }

    private string Make(string name, string arguments)
    {
        string path = _folder.File(name);
        Ffmpeg.Run(arguments + path);
        return path;
    }
}
