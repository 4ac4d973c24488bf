using AnimatedImage.Failures;
using AnimatedImage.Frames;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Tests.Inspection;
using static AnimatedImage.Tests.Frames.TestPlans;

namespace AnimatedImage.Tests.Frames;

public sealed class WebpFrameSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FramesOfDifferentSizesBuildUpThePicture()
    {
        string path = Mux(
            "8x8",
            (Still("FF0000FF", 8, 8), "+100+0+0+0-b"),
            (Still("00FF0080", 4, 4), "+200+2+2+1+b"),
            (Still("0000FFFF", 2, 2), "+50+0+0+0+b"),
            (Still("FFFFFF40", 2, 4), "+150+4+0+0-b"));

        List<(TimeSpan Time, byte[] Pixels)> frames = await ReadAsync(Everything(Probe(path)));

        Assert.Equal([0, 100, 300, 350], frames.Select(frame => frame.Time.TotalMilliseconds));
        AssertPixel(frames[0], 3, 3, 255, 0, 0, 255);
        // Half green laid over red.
        AssertPixel(frames[1], 3, 3, 127, 128, 0, 255);
        AssertPixel(frames[1], 1, 3, 255, 0, 0, 255);
        // The green square was disposed of; blue covers the corner.
        AssertPixel(frames[2], 3, 3, 0, 0, 0, 0);
        AssertPixel(frames[2], 1, 1, 0, 0, 255, 255);
        AssertPixel(frames[2], 7, 7, 255, 0, 0, 255);
        // White replaces, transparency included.
        AssertPixel(frames[3], 4, 1, 255, 255, 255, 64);
        AssertPixel(frames[3], 1, 1, 0, 0, 255, 255);
    }

    [Fact]
    public async Task AnAnimationFromAGifLooksLikeTheGif()
    {
        string gif = _folder.File("moving.gif");
        Ffmpeg.Run($"-f lavfi -i testsrc2=s=64x48:r=10:d=2 {gif}");
        string path = _folder.File("moving.webp");
        ExternalTool.Run("gif2webp", "-quiet", gif, "-o", path);

        List<(TimeSpan Time, byte[] Pixels)> frames = await ReadAsync(Everything(Probe(path)));

        byte[] expected = Ffmpeg.Run($"-i {gif} -vsync passthrough -f rawvideo -pix_fmt rgba pipe:1");
        // The last two frames are alike; gif2webp stores them as one.
        Assert.Equal(19, frames.Count);
        Assert.True(expected.AsSpan(0, 19 * 64 * 48 * 4).SequenceEqual(frames.SelectMany(frame => frame.Pixels).ToArray()));
        Assert.Equal(Enumerable.Range(0, 19).Select(i => TimeSpan.FromMilliseconds(100 * i)), frames.Select(frame => frame.Time));
    }

    [Fact]
    public async Task LossyFramesComeOutInTheirColours()
    {
        string still = _folder.File("lossy-still.webp");
        Ffmpeg.Run($"-f lavfi -i color=0x4080C0:s=64x48:d=0.04,format=rgba -frames:v 1 -c:v libwebp -lossless 0 -quality 95 {still}");
        string path = Mux("lossy", (still, "+100+0+0+0-b"), (still, "+100+0+0+0-b"));

        List<(TimeSpan Time, byte[] Pixels)> frames = await ReadAsync(Everything(Probe(path)));

        Assert.All(frames, frame =>
        {
            Assert.Equal(0x40, frame.Pixels[0], 3.0);
            Assert.Equal(0x80, frame.Pixels[1], 3.0);
            Assert.Equal(0xC0, frame.Pixels[2], 3.0);
            Assert.Equal(255, frame.Pixels[3]);
        });
    }

    [Fact]
    public async Task SamplesFallIntoTheLastFrameToo()
    {
        string path = Mux("4x4", (Still("FF0000FF", 4, 4), "+100+0+0+0-b"), (Still("00FF00FF", 4, 4), "+900+0+0+0-b"));
        var selection = new FrameSelection { Kind = FrameSelectionKind.Grid, Rate = new Rational(10, 1), Tolerance = Seconds(0.005) };

        List<(TimeSpan Time, byte[] Pixels)> frames = await ReadAsync(Create(Probe(path), selection, new ReadWindow(default, Seconds(1), default, 10)));

        Assert.Equal([255, 0, 0, 0, 0, 0, 0, 0, 0, 0], frames.Select(frame => (int)frame.Pixels[0]));
    }

    [Fact]
    public async Task ADamagedFrameIsTold()
    {
        string path = Mux("64x64", (Still("FF0000FF", 64, 64), "+100+0+0+0-b"), (Still("00FF00FF", 64, 64, ",noise=alls=80"), "+100+0+0+0-b"));
        MediaInfo media = Probe(path);
        byte[] bytes = await File.ReadAllBytesAsync(path, Token);
        bytes.AsSpan(bytes.Length - 4000, 3900).Fill(0xFF);
        await File.WriteAllBytesAsync(path, bytes, Token);

        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => ReadAsync(Everything(media)));

        Assert.Equal(ErrorId.DamagedSource, failure.ErrorId);
    }

    private static ConversionPlan Everything(MediaInfo media)
    {
        ConversionPlan plan = Create(media, new FrameSelection { Kind = FrameSelectionKind.EveryFrame }, new ReadWindow(default, media.Duration, default, 0));
        return plan with { Picture = plan.Picture with { KeepAlpha = true } };
    }

    private static async Task<List<(TimeSpan Time, byte[] Pixels)>> ReadAsync(ConversionPlan plan)
    {
        var frames = new List<(TimeSpan Time, byte[] Pixels)>();
        IFrameSource source = FrameSourceFactory.Create(Tools, plan);
        Assert.IsType<WebpFrameSource>(source);
        await foreach (Frame frame in source.ReadAsync(Token))
        {
            using (frame)
            {
                frames.Add((frame.Time, frame.Pixels.ToArray()));
            }
        }

        return frames;
    }

    private static void AssertPixel((TimeSpan Time, byte[] Pixels) frame, int x, int y, params byte[] expected) =>
        Assert.Equal(expected, frame.Pixels.AsSpan(((y * 8) + x) * 4, 4).ToArray());

    private string Still(string color, int width, int height, string filters = "")
    {
        string path = _folder.File($"{color}-{width}x{height}.webp");
        Ffmpeg.Run($"-f lavfi -i color=0x{color}:s={width}x{height}:d=0.04,format=bgra{filters} -frames:v 1 -c:v libwebp -lossless 1 {path}");
        return path;
    }

    private string Mux(string name, params (string Still, string Options)[] frames)
    {
        string path = _folder.File(name + ".webp");
        ExternalTool.Run("webpmux", [.. frames.SelectMany(frame => (string[])["-frame", frame.Still, frame.Options]), "-o", path]);
        return path;
    }
}
