using AnimatedImage.Encoding;
using AnimatedImage.Encoding.Webp;
using AnimatedImage.Failures;
using AnimatedImage.Inspection;
using AnimatedImage.Inspection.Webp;
using AnimatedImage.Planning;
using AnimatedImage.Requests;
using AnimatedImage.Tests.Inspection;

namespace AnimatedImage.Tests.Encoding.Webp;

/// <summary>
/// Several children, or several runs in the system's libwebp, must make what one makes; and what is drawn picture by picture must not
/// depend on how many threads draw.
/// </summary>
public sealed class WebpCoresTests
{
    private const int Width = 48;
    private const int Height = 34;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(61, 80, false, false)]
    [InlineData(61, 5, false, false)]
    [InlineData(61, 80, true, false)]
    // Long enough for children to be replaced.
    [InlineData(1300, 80, false, false)]
    [InlineData(61, 80, true, true)]
    public async Task Pictures_are_those_of_a_single_libwebp(int count, int quality, bool lossless, bool inProcess)
    {
        TestClip clip = Fading(count, alpha: false);
        EncoderSettings settings = clip.Settings(OutputFormat.WebP) with { Quality = quality, Lossless = lossless };
        await using EncoderProcess single = EncoderProcess.Start(TestClip.Tools, WebpArguments.For(settings), "libwebp", clip.ReadAsync(Token), settings, Token);
        using MemoryStream plain = new();
        await single.Output.CopyToAsync(plain, Token);
        await single.CompleteAsync();

        byte[] joined = await EncodeAsync(clip, settings, workers: 3, inProcess);

        List<string> expected = Pictures(plain.ToArray());
        Assert.NotEqual(clip.Pictures.Count, expected.Count);
        Assert.Equal(expected, Pictures(joined));
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a.webp"), joined);
        Assert.Contains("No error detected", ExternalTool.Run("webpinfo", folder.File("a.webp")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(true, true, false)]
    [InlineData(false, false, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, true)]
    public async Task Bytes_do_not_depend_on_the_number_of_cores(bool alpha, bool lossless, bool inProcess)
    {
        TestClip clip = Fading(47, alpha);
        EncoderSettings settings = clip.Settings(OutputFormat.WebP) with { Lossless = lossless };
        byte[] one = await EncodeAsync(clip, settings, workers: 1, inProcess);
        Assert.Equal(one, await EncodeAsync(clip, settings, workers: 2, inProcess));
        Assert.Equal(one, await EncodeAsync(clip, settings, workers: 5, inProcess));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pixels_that_vanish_and_come_back_are_right_across_runs(bool inProcess)
    {
        Random random = new(5);
        TestClip clip = Clip(80, alpha: true, (index, x, y) =>
        {
            bool isThere = (x + y + index) % 7 > 2 && random.Next(20) > 0;
            return index % 9 == 4 || !isThere ? 0u : 0xFF000000 | (uint)((x * 5) + (index / 3 * 70_000) + (y << 16));
        });
        byte[] file = await EncodeAsync(clip, clip.Settings(OutputFormat.WebP) with { Lossless = true }, workers: 4, inProcess);
        List<ShownPicture> shown = WebpPlayer.Play(file);
        Assert.Equal(clip.Delays.Sum(), shown.Sum(picture => picture.Delay));
        int time = 0;
        for (int index = 0; index < clip.Pictures.Count; time += clip.Delays[index], index++)
        {
            Assert.Equal(clip.Pictures[index], At(shown, time));
        }
    }

    [Fact]
    public async Task A_child_that_fails_is_explained_and_every_frame_given_back()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The stand-in for ffmpeg is a shell script.");
            return;
        }

        using TemporaryFolder folder = new();
        string program = folder.File("ffmpeg");
        File.WriteAllText(program, "#!/bin/sh\nhead -c 40000 >/dev/null\necho 'Cannot allocate memory' >&2\nexit 1\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        TestClip clip = Fading(200, alpha: false);
        WebpEncoder encoder = new(TestClip.Tools with { FFmpegPath = program }, library: null, workers: 3);
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(async () =>
        {
            await foreach (ReadOnlyMemory<byte> _ in encoder.EncodeAsync(clip.ReadAsync(Token), clip.Settings(OutputFormat.WebP), Token))
            {
            }
        });
        Assert.Equal(FailureKind.Internal, failure.Kind);
        Assert.Contains("Cannot allocate memory", failure.Log, StringComparison.Ordinal);
        clip.AssertEveryFrameIsBack();
    }

    /// <summary>Changes by less than libwebp minds from frame to frame, with cuts and pauses between.</summary>
    private static TestClip Fading(int count, bool alpha) => Clip(count, alpha, (index, x, y) =>
    {
        int step = index % 13 == 12 ? index - 1 : index;
        uint level = (uint)(((x * 3) + (y * 2) + (step / 20 * 90) + step) & 0xFF);
        bool isHole = alpha && ((x / 6) + (y / 5) + (step / 4)) % 5 == 0;
        return isHole ? 0 : 0xFF000000 | (level << 16) | ((255 - level) << 8) | (uint)(40 + (step / 7));
    });

    private static TestClip Clip(int count, bool alpha, Func<int, int, int, uint> pixel)
    {
        List<byte[]> pictures = [];
        for (int index = 0; index < count; index++)
        {
            byte[] picture = new byte[Width * Height * 4];
            for (int at = 0; at < Width * Height; at++)
            {
                BitConverter.TryWriteBytes(picture.AsSpan(at * 4), pixel(index, at % Width, at / Width));
            }

            pictures.Add(picture);
        }

        return new TestClip(Width, Height, pictures, [.. Enumerable.Range(0, count).Select(index => 30 + index)]) { HasAlpha = alpha };
    }

    private static async Task<byte[]> EncodeAsync(TestClip clip, EncoderSettings settings, int workers, bool inProcess)
    {
        if (inProcess && LibWebp.Instance is null)
        {
            Assert.Skip("This system has no libwebp of its own.");
        }

        using MemoryStream file = new();
        WebpEncoder encoder = new(TestClip.Tools, inProcess ? LibWebp.Instance : null, workers);
        await foreach (ReadOnlyMemory<byte> chunk in encoder.EncodeAsync(clip.ReadAsync(Token).For(encoder, settings), settings, Token))
        {
            file.Write(chunk.Span);
        }

        clip.AssertEveryFrameIsBack();
        return file.ToArray();
    }

    private static byte[] At(List<ShownPicture> shown, int time)
    {
        foreach (ShownPicture picture in shown)
        {
            time -= picture.Delay;
            if (time < 0)
            {
                return picture.Rgba;
            }
        }

        throw new InvalidOperationException("The animation ends before the clip.");
    }

    /// <summary>Everything of each picture but its delay.</summary>
    private static List<string> Pictures(byte[] file)
    {
        WebpAnimation animation = WebpAnimation.Read(new MemoryStream(file), "a.webp");
        return [.. animation.Frames.Select(frame =>
            $"{frame.X},{frame.Y} {frame.Width}x{frame.Height} {frame.Disposal} {frame.Blend} {Hex(file, frame.Alpha)} {Hex(file, frame.Bitstream)}")];
    }

    private static string Hex(byte[] file, FileRange range) => Convert.ToHexString(file.AsSpan((int)range.Offset, (int)range.Length));
}
