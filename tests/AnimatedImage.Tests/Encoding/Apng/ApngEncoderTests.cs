using System.Globalization;
using AnimatedImage.Encoding;
using AnimatedImage.Encoding.Apng;
using AnimatedImage.Inspection;
using AnimatedImage.Planning;
using AnimatedImage.Requests;
using AnimatedImage.Tests.Frames;
using AnimatedImage.Tests.Inspection;

namespace AnimatedImage.Tests.Encoding.Apng;

public sealed class ApngEncoderTests
{
    [Theory]
    [InlineData(16, 16, 2, false)]
    [InlineData(1, 1, 3, false)]
    [InlineData(3, 5, 4, true)]
    [InlineData(61, 47, 12, false)]
    [InlineData(61, 47, 12, true)]
    [InlineData(24, 10, 300, false)]
    public async Task Every_pixel_and_delay_comes_back_from_ffmpeg(int width, int height, int count, bool alpha)
    {
        TestClip clip = TestClip.Moving(width, height, [.. Enumerable.Range(0, count).Select(index => 20 + (index * 13 % 90))], alpha);
        byte[] file = await clip.EncodeAsync(OutputFormat.Apng);

        using TemporaryFolder folder = new();
        string path = folder.File("a.png");
        File.WriteAllBytes(path, file);
        Assert.Equal(clip.Pictures.SelectMany(picture => picture), Ffmpeg.Run($"-f apng -i {path} -f rawvideo -pix_fmt rgba -vsync passthrough -"));
        Assert.Equal(clip.Delays, ReadDelays(file));
        Assert.StartsWith("OK:", ExternalTool.Run("pngcheck", path), StringComparison.Ordinal);

        // ffmpeg's demuxer counts in hundred-thousandths of a second.
        double[] durations = [.. Ffmpeg.Probe($"-f apng -show_entries packet=duration_time -of csv=p=0 {path}").Select(line => double.Parse(line.Trim(','), CultureInfo.InvariantCulture))];
        Assert.Equal(clip.Delays.Select(delay => delay / 1000.0), durations);
        Assert.Equal(alpha ? 6 : 2, file[25]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(65535)]
    public async Task Plays_and_content_key_come_back(int playCount)
    {
        TestClip clip = TestClip.Moving(20, 12, [100, 200]);
        AnimationInfo info = Read(await clip.EncodeAsync(OutputFormat.Apng, settings => settings with { PlayCount = playCount, ContentKey = "sha256:0123abcd" }));
        Assert.Equal(playCount, info.PlayCount);
        Assert.Equal("sha256:0123abcd", info.ContentKey);
        Assert.Equal(2, info.FrameCount);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(250)]
    [InlineData(65535)]
    public async Task A_single_frame_keeps_its_delay_and_plays(int delay)
    {
        TestClip clip = TestClip.Moving(20, 12, [delay]);
        byte[] file = await clip.EncodeAsync(OutputFormat.Apng, settings => settings with { PlayCount = 4, ContentKey = "key" });
        AnimationInfo info = Read(file);
        Assert.Equal(1, info.FrameCount);
        Assert.Equal(4, info.PlayCount);
        Assert.Equal(delay, info.Duration.TotalMilliseconds);
        Assert.Equal("key", info.ContentKey);

        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a.png"), file);
        Assert.StartsWith("OK:", ExternalTool.Run("pngcheck", folder.File("a.png")), StringComparison.Ordinal);
        Assert.Equal(clip.Pictures[0], Ffmpeg.Run($"-f apng -i {folder.File("a.png")} -f rawvideo -pix_fmt rgba -vsync passthrough -"));
    }

    [Fact]
    public async Task Frames_that_are_alike_keep_the_time()
    {
        TestClip clip = TestClip.Stuttering(30, 20, 3, [40, 50, 60, 70, 80, 90, 100]);
        AnimationInfo info = Read(await clip.EncodeAsync(OutputFormat.Apng));
        Assert.Equal(clip.Delays.Sum(), info.Duration.TotalMilliseconds);
    }

    [Fact]
    public async Task Delays_of_every_length_come_back()
    {
        int[] delays = [11, 16, 17, 33, 34, 99, 100, 101, 999, 1000, 1001, 9999, 32767, 32768, 59999, 65534, 65535, 65535, 12, 65535];
        Assert.Equal(delays, ReadDelays(await TestClip.Moving(9, 7, delays).EncodeAsync(OutputFormat.Apng)));
    }

    [Fact]
    public async Task The_same_frames_give_the_same_bytes()
    {
        TestClip clip = TestClip.Moving(80, 60, [40, 40, 40, 40, 40, 40], alpha: true);
        Assert.Equal(await clip.EncodeAsync(OutputFormat.Apng), await clip.EncodeAsync(OutputFormat.Apng));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bytes_do_not_depend_on_the_number_of_cores(bool alpha)
    {
        TestClip clip = TestClip.Moving(80, 60, [.. Enumerable.Repeat(40, 25)], alpha);
        byte[] one = await EncodeAsync(clip, workers: 1);
        Assert.Equal(one, await EncodeAsync(clip, workers: 2));
        Assert.Equal(one, await EncodeAsync(clip, workers: 7));
    }

    [Fact]
    public async Task Pixels_that_vanish_come_back_or_fade_are_right()
    {
        Random random = new(3);
        List<byte[]> pictures = [];
        for (int index = 0; index < 40; index++)
        {
            byte[] picture = index > 0 && index % 7 != 0 ? [.. pictures[^1]] : new byte[31 * 23 * 4];
            for (int dot = 0; dot < 60; dot++)
            {
                int at = random.Next(picture.Length / 4) * 4;
                byte visible = (byte)(index % 3 == 0 ? 255 : random.Next(3) * 127);
                random.NextBytes(picture.AsSpan(at, 3));
                picture[at + 3] = visible;
                if (visible == 0)
                {
                    picture.AsSpan(at, 3).Clear();
                }
            }

            pictures.Add(picture);
        }

        TestClip clip = new(31, 23, pictures, [.. Enumerable.Repeat(50, pictures.Count)]) { HasAlpha = true };
        byte[] file = await clip.EncodeAsync(OutputFormat.Apng);
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a.png"), file);
        Assert.Contains(Read(file).Frames, frame => frame.Blend == FrameBlend.Over);
        Assert.Equal(pictures.SelectMany(picture => picture), Ffmpeg.Run($"-f apng -i {folder.File("a.png")} -f rawvideo -pix_fmt rgba -vsync passthrough -"));
        Assert.StartsWith("OK:", ExternalTool.Run("pngcheck", folder.File("a.png")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Files_are_no_larger_than_those_of_ffmpeg(bool alpha)
    {
        TestClip clip = TestClip.Moving(160, 120, [.. Enumerable.Repeat(40, 20)], alpha);
        EncoderSettings settings = clip.Settings(OutputFormat.Apng);
        string[] plain = ["-c:v", "apng", "-pix_fmt", alpha ? "rgba" : "rgb24", "-pred", "mixed", "-f", "apng", "pipe:1"];
        await using EncoderProcess ffmpeg = EncoderProcess.Start(
            TestClip.Tools, plain, "apng", clip.ReadAsync(TestContext.Current.CancellationToken), settings, TestContext.Current.CancellationToken);
        using MemoryStream file = new();
        await ffmpeg.Output.CopyToAsync(file, TestContext.Current.CancellationToken);
        await ffmpeg.CompleteAsync();
        Assert.InRange((await clip.EncodeAsync(OutputFormat.Apng)).Length, 1, file.Length * 1.02);
    }

    private static async Task<byte[]> EncodeAsync(TestClip clip, int workers)
    {
        using MemoryStream file = new();
        await foreach (ReadOnlyMemory<byte> chunk in new ApngEncoder(workers).EncodeAsync(
            clip.ReadAsync(), clip.Settings(OutputFormat.Apng), TestContext.Current.CancellationToken))
        {
            file.Write(chunk.Span);
        }

        clip.AssertEveryFrameIsBack();
        return file.ToArray();
    }

    private static AnimationInfo Read(byte[] file) => AnimationReader.Read(new MemoryStream(file), "a.png");

    private static IEnumerable<int> ReadDelays(byte[] file) => Read(file).Frames.Select(frame => (int)Math.Round(frame.Delay.TotalMilliseconds));
}
