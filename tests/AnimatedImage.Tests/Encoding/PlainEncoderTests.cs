using System.Globalization;
using AnimatedImage.Encoding;
using AnimatedImage.Encoding.Apng;
using AnimatedImage.Encoding.Avif;
using AnimatedImage.Encoding.Webp;
using AnimatedImage.Frames;
using AnimatedImage.Planning;
using AnimatedImage.Requests;
using AnimatedImage.Tests.Encoding.Webp;
using AnimatedImage.Tests.Frames;

namespace AnimatedImage.Tests.Encoding;

/// <summary>
/// What all cores make together is no more than 2 % larger than what the plain encoder makes of the same frames in one process, no
/// less like the original, and the same for every number of runs.
/// </summary>
public sealed class PlainEncoderTests
{
    private const int Width = 160;
    private const int Height = 120;
    private const double MostBytes = 1.02;

    // In decibels; a difference of this size is beyond what anybody sees, and of that of two builds of one encoder.
    private const double LeastLikeness = -0.2;

    private static readonly int[] s_runs = [1, 2, 4];

    public static TheoryData<string> Sources => [$"testsrc2=s={Width}x{Height}:r=10:d=3", $"mandelbrot=s={Width}x{Height}:r=10:end_pts=30", $"life=s={Width}x{Height}:r=10:mold=10:random_seed=1"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Apng_is_as_small(string source)
    {
        TestClip clip = Clip(source);
        byte[] file = await SameForEveryNumberAsync(runs => new ApngEncoder(runs), clip, clip.Settings(OutputFormat.Apng));
        byte[] plain = FromRgba(clip, "-pix_fmt rgb24 -f apng -pred mixed -plays 0 pipe:1");
        Assert.InRange(file.Length, 1, plain.Length * MostBytes);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Webp_is_as_small_and_as_close(string source)
    {
        // As in a conversion, the frames are YUV from the start, and the plain encoder is given the best RGB that can be made of them.
        byte[] yuv = Ffmpeg.Run($"-f lavfi -i {source} -frames:v 30 -vf scale=out_color_matrix=bt601 -f rawvideo -pix_fmt yuv420p -");
        byte[] rgba = Ffmpeg.Run(
            $"-f rawvideo -pix_fmt yuv420p -video_size {Width}x{Height} -i pipe:0 -vf scale=in_color_matrix=bt601:flags=accurate_rnd+full_chroma_int -f rawvideo -pix_fmt rgba -", yuv);
        TestClip clip = ClipOf(rgba);
        if (LibWebp.Instance is null)
        {
            Assert.Skip("This system has no libwebp of its own.");
        }

        EncoderSettings settings = clip.Settings(OutputFormat.WebP);
        byte[]? first = null;
        foreach (int workers in s_runs)
        {
            byte[] made = await CollectAsync(new WebpEncoder(TestClip.Tools, LibWebp.Instance, workers).EncodeAsync(YuvAsync(yuv), settings, Token));
            Assert.Equal(first ??= made, made);
        }

        byte[] file = first!;
        byte[] plain = await SingleWebpAsync(clip, settings);
        Assert.InRange(file.Length, 1, plain.Length * MostBytes);
        Assert.InRange(Likeness(clip, file) - Likeness(clip, plain), LeastLikeness, double.MaxValue);
    }

    [Fact]
    public async Task Webp_with_alpha_is_as_small()
    {
        TestClip clip = TestClip.Moving(Width, Height, [.. Enumerable.Repeat(100, 30)], alpha: true);
        EncoderSettings settings = clip.Settings(OutputFormat.WebP);
        byte[] file = await SameForEveryNumberAsync(runs => new WebpEncoder(TestClip.Tools, LibWebp.Instance, runs), clip, settings);
        Assert.InRange(file.Length, 1, (await SingleWebpAsync(clip, settings)).Length * MostBytes);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Avif_is_as_small_and_as_close(string source)
    {
        // Tables that IVF has not: sample sizes, times, offsets and the properties of the picture.
        const int Tables = 1200;
        TestClip clip = Clip(source);
        EncoderSettings settings = clip.Settings(OutputFormat.Avif);
        Av1Recipe recipe = Av1EncoderChoice.ForColor(TestClip.Tools.Capabilities, settings);
        if (recipe.Encoder != Av1Encoder.Svt)
        {
            Assert.Skip("This ffmpeg has no SVT-AV1 that is used.");
        }

        byte[] file = await CollectAsync(new AvifEncoder(TestClip.Tools), clip, settings);
        byte[] plain = FromRgba(clip, string.Create(CultureInfo.InvariantCulture, $"-c:v libsvtav1 -preset 6 -crf {recipe.RateFactor} -pix_fmt yuv420p -f ivf pipe:1"));

        Assert.Equal(file, await CollectAsync(new AvifEncoder(TestClip.Tools), clip, settings));
        Assert.InRange(file.Length - Tables, 1, plain.Length * MostBytes);
        Assert.InRange(Likeness(clip, "a.avif", file) - Likeness(clip, "a.ivf", plain), LeastLikeness, double.MaxValue);
    }

    private static async Task<byte[]> SameForEveryNumberAsync(Func<int, IFrameEncoder> encoder, TestClip clip, EncoderSettings settings)
    {
        byte[]? first = null;
        foreach (int runs in s_runs)
        {
            byte[] file = await CollectAsync(encoder(runs), clip, settings);
            Assert.Equal(first ??= file, file);
        }

        return first!;
    }

    private static async Task<byte[]> SingleWebpAsync(TestClip clip, EncoderSettings settings)
    {
        await using EncoderProcess single = EncoderProcess.Start(TestClip.Tools, WebpArguments.For(settings), "libwebp", clip.ReadAsync(Token), settings, Token);
        using MemoryStream plain = new();
        await single.Output.CopyToAsync(plain, Token);
        await single.CompleteAsync();
        return plain.ToArray();
    }

    private static TestClip Clip(string source)
    {
        return ClipOf(Ffmpeg.Run($"-f lavfi -i {source} -frames:v 30 -f rawvideo -pix_fmt rgba -"));
    }

    private static async IAsyncEnumerable<TimedFrame> YuvAsync(byte[] pictures)
    {
        FramePool pool = new(Width, Height, PixelLayout.Yuv420);
        foreach (byte[] picture in pictures.Chunk(pool.FrameBytes))
        {
            Frame frame = pool.Rent();
            picture.CopyTo(frame.Pixels);
            yield return new TimedFrame(frame, 100);
            await Task.Yield();
        }
    }

    private static TestClip ClipOf(byte[] rgba)
    {
        byte[][] pictures = [.. rgba.Chunk(Width * Height * 4)];
        return new TestClip(Width, Height, pictures, [.. pictures.Select(_ => 100)]);
    }

    private static byte[] FromRgba(TestClip clip, string output) =>
        Ffmpeg.Run($"-f rawvideo -pix_fmt rgba -video_size {Width}x{Height} -framerate 10 -i pipe:0 {output}", [.. clip.Pictures.SelectMany(picture => picture)]);

    private static double Likeness(TestClip clip, string name, byte[] file)
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File(name), file);
        byte[] rgba = Ffmpeg.Run($"-i {folder.File(name)} -vsync passthrough -map 0:v:0 -vf scale=flags=accurate_rnd+full_chroma_int -f rawvideo -pix_fmt rgba -");
        Assert.Equal(clip.Pictures.Count * Width * Height * 4, rgba.Length);
        return clip.Pictures.Zip(rgba.Chunk(Width * Height * 4), (picture, shown) => TestClip.Psnr(picture, shown)).Average();
    }

    /// <summary>Of the brightness of a WebP's first frames: every decoder interpolates chroma in its own way.</summary>
    private static double Likeness(TestClip clip, byte[] webp)
    {
        const int Frames = 8;
        List<ShownPicture> shown = WebpPlayer.Play(webp, Frames);
        Assert.All(shown, picture => Assert.Equal(100, picture.Delay));
        return clip.Pictures.Zip(shown, static (picture, frame) => TestClip.Psnr(Brightness(picture), Brightness(frame.Rgba))).Average();

        static byte[] Brightness(byte[] rgba) =>
            [.. rgba.Select((value, at) => at % 4 == 3 ? value : (byte)((0.299 * rgba[at & ~3]) + (0.587 * rgba[(at & ~3) + 1]) + (0.114 * rgba[(at & ~3) + 2])))];
    }

    private static Task<byte[]> CollectAsync(IFrameEncoder encoder, TestClip clip, EncoderSettings settings) =>
        CollectAsync(encoder.EncodeAsync(clip.ReadAsync(Token).For(encoder, settings), settings, Token));

    private static async Task<byte[]> CollectAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks)
    {
        using MemoryStream file = new();
        await foreach (ReadOnlyMemory<byte> chunk in chunks)
        {
            file.Write(chunk.Span);
        }

        return file.ToArray();
    }
}
