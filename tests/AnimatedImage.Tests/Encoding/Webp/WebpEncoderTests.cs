using System.Globalization;
using System.Text.RegularExpressions;
using AnimatedImage.Inspection;
using AnimatedImage.Requests;
using AnimatedImage.Tests.Inspection;

namespace AnimatedImage.Tests.Encoding.Webp;

public sealed partial class WebpEncoderTests
{
    [Theory]
    [InlineData(16, 16, 2, false)]
    [InlineData(1, 1, 3, false)]
    [InlineData(3, 5, 4, true)]
    [InlineData(61, 47, 12, false)]
    [InlineData(61, 47, 12, true)]
    public async Task Lossless_keeps_every_pixel(int width, int height, int count, bool alpha)
    {
        TestClip clip = TestClip.Moving(width, height, [.. Enumerable.Range(0, count).Select(index => 20 + (index * 13 % 90))], alpha);
        byte[] file = await clip.EncodeAsync(OutputFormat.WebP, settings => settings with { Lossless = true });

        List<ShownPicture> shown = WebpPlayer.Play(file);
        Assert.Equal(count, shown.Count);
        Assert.Equal(clip.Delays, shown.Select(picture => picture.Delay));
        for (int index = 0; index < count; index++)
        {
            Assert.Equal(clip.Pictures[index], shown[index].Rgba);
        }

        AssertWellFormed(file, shown.Select(picture => picture.Delay));
        // Opaque animations may use transparency too: for what did not change.
        Assert.True(Read(file).HasAlpha || !alpha);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Lossy_is_close_to_the_source(bool alpha)
    {
        TestClip clip = TestClip.Moving(160, 120, [40, 50, 60, 70, 80], alpha);
        byte[] good = await clip.EncodeAsync(OutputFormat.WebP, settings => settings with { Quality = 90 });
        byte[] small = await clip.EncodeAsync(OutputFormat.WebP, settings => settings with { Quality = 10 });

        List<ShownPicture> shown = WebpPlayer.Play(good);
        Assert.Equal(clip.Delays, shown.Select(picture => picture.Delay));
        for (int index = 0; index < shown.Count; index++)
        {
            byte[] expected = clip.Pictures[index];
            Assert.Equal(expected.Where((_, at) => at % 4 == 3), shown[index].Rgba.Where((_, at) => at % 4 == 3));
            double psnr = TestClip.Psnr(OverGrey(expected), OverGrey(shown[index].Rgba));

            // Opaque frames come with half the chroma, which alone costs what is missing here where a red edge moves by odd pixels.
            Assert.True(psnr > (alpha ? 33 : 31), $"Frame {index} has {psnr:0.0} dB.");
        }

        Assert.True(small.Length < good.Length);
        AssertWellFormed(good, clip.Delays);
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
        byte[] file = await clip.EncodeAsync(OutputFormat.WebP, settings => settings with { PlayCount = playCount, ContentKey = "sha256:0123abcd" });
        AnimationInfo info = Read(file);
        Assert.Equal(playCount, info.PlayCount);
        Assert.Equal("sha256:0123abcd", info.ContentKey);
        Assert.Equal(2, info.FrameCount);

        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a.webp"), file);
        Assert.Contains(FormattableString.Invariant($"Loop Count : {playCount}"), ExternalTool.Run("webpmux", "-info", folder.File("a.webp")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Three_hundred_frames_come_back_on_time()
    {
        TestClip clip = TestClip.Moving(24, 10, [.. Enumerable.Range(0, 300).Select(index => 11 + (index * 29 % 200))]);
        byte[] file = await clip.EncodeAsync(OutputFormat.WebP);
        Assert.Equal(clip.Delays, ReadDelays(file));
        AssertWellFormed(file, clip.Delays);
    }

    [Theory]
    [InlineData(11, false)]
    [InlineData(250, true)]
    [InlineData(0xFFFFFF, false)]
    public async Task A_single_frame_keeps_its_delay_and_plays(int delay, bool alpha)
    {
        TestClip clip = TestClip.Moving(21, 13, [delay], alpha);
        byte[] file = await clip.EncodeAsync(OutputFormat.WebP, settings => settings with { PlayCount = 4, Lossless = true, ContentKey = "key" });
        AnimationInfo info = Read(file);
        Assert.Equal(1, info.FrameCount);
        Assert.Equal(4, info.PlayCount);
        Assert.Equal(delay, info.Duration.TotalMilliseconds);
        Assert.Equal(alpha, info.HasAlpha);
        Assert.Equal("key", info.ContentKey);
        Assert.Equal(clip.Pictures[0], Assert.Single(WebpPlayer.Play(file)).Rgba);
        AssertWellFormed(file, [delay]);
    }

    [Fact]
    public async Task Frames_that_are_alike_keep_the_time()
    {
        TestClip clip = TestClip.Stuttering(30, 20, 3, [40, 50, 60, 70, 80, 90, 100]);
        Assert.Equal([150, 240, 100], ReadDelays(await clip.EncodeAsync(OutputFormat.WebP)));
    }

    [Fact]
    public async Task A_clip_that_stands_still_keeps_the_time()
    {
        TestClip clip = TestClip.Stuttering(30, 20, 100, [40, 50, 60, 70]);
        byte[] file = await clip.EncodeAsync(OutputFormat.WebP);
        Assert.Equal([220], ReadDelays(file));
        AssertWellFormed(file, [220]);
    }

    [Fact]
    public async Task Delays_of_every_length_come_back()
    {
        int[] delays = [11, 16, 17, 33, 34, 99, 100, 101, 999, 1000, 1001, 65535, 65536, 100_000, 655_350, 0xFFFFFE, 0xFFFFFF, 12, 0xFFFFFF];
        Assert.Equal(delays, ReadDelays(await TestClip.Moving(9, 7, delays).EncodeAsync(OutputFormat.WebP)));
    }

    [Fact]
    public async Task Time_that_no_single_delay_can_hold_is_spread()
    {
        TestClip clip = TestClip.Stuttering(9, 7, 100, [100, 0xFFFFFF]);
        byte[] file = await clip.EncodeAsync(OutputFormat.WebP);
        AnimationInfo info = Read(file);
        Assert.Equal(100 + 0xFFFFFF, info.Duration.TotalMilliseconds);
        Assert.Equal(info.Frames.Count, WebpPlayer.Play(file).Count);
        AssertWellFormed(file, ReadDelays(file));
    }

    [Fact]
    public async Task The_same_frames_give_the_same_bytes()
    {
        TestClip clip = TestClip.Moving(80, 60, [40, 40, 40, 40, 40, 40], alpha: true);
        Assert.Equal(await clip.EncodeAsync(OutputFormat.WebP), await clip.EncodeAsync(OutputFormat.WebP));
    }

    private static AnimationInfo Read(byte[] file) => AnimationReader.Read(new MemoryStream(file), "a.webp");

    private static IEnumerable<int> ReadDelays(byte[] file) => Read(file).Frames.Select(frame => (int)frame.Delay.TotalMilliseconds);

    private static byte[] OverGrey(byte[] rgba) =>
        [.. rgba.Select((value, at) => at % 4 == 3 ? byte.MaxValue : (byte)(((value * rgba[at | 3]) + (128 * (255 - rgba[at | 3]))) / 255))];

    private static void AssertWellFormed(byte[] file, IEnumerable<int> delays)
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a.webp"), file);
        string said = ExternalTool.Run("webpinfo", folder.File("a.webp"));
        Assert.Contains("No error detected", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Warning", said, StringComparison.Ordinal);
        Assert.Equal(delays, Duration().Matches(said).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)));
    }

    [GeneratedRegex(@"Duration: (\d+)")]
    private static partial Regex Duration();
}
