using System.Globalization;
using System.Text.RegularExpressions;
using AnimatedImage.Inspection;
using AnimatedImage.Inspection.Webp;
using AnimatedImage.Tests.Frames;

namespace AnimatedImage.Tests.Inspection;

public sealed partial class WebpReaderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65535)]
    public void Counts_every_play(int plays)
    {
        AnimationInfo info = Read(Samples.Make("a.webp", string.Create(CultureInfo.InvariantCulture, $"{Samples.Moving} -c:v libwebp_anim -loop {plays}")));
        Assert.Equal(plays, info.PlayCount);
        Assert.Equal(TimeSpan.FromSeconds(1), info.Duration);
        Assert.Equal((62, 46, "WebP", false), (info.Width, info.Height, info.Format, info.HasAlpha));
    }

    [Fact]
    public void Webpmux_sees_the_same_frames()
    {
        using TemporaryFolder folder = new();
        foreach (byte[] sample in new[] { Samples.Webp, Samples.WebpAlpha })
        {
            File.WriteAllBytes(folder.File("a.webp"), sample);
            string said = ExternalTool.Run("webpmux", "-info", folder.File("a.webp"));
            AnimationInfo info = Read(sample);
            string[] theirs = [.. FrameLine().Matches(said).Select(match => string.Join(' ', match.Groups.Values.Skip(1).Select(group => group.Value)))];
            string[] ours =
            [
                .. info.Frames.Select(frame => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{frame.Width} {frame.Height} {frame.X} {frame.Y} {frame.Delay.TotalMilliseconds} {(frame.Disposal == FrameDisposal.Background ? "background" : "none")} {(frame.Blend == FrameBlend.Over ? "yes" : "no")}")),
            ];
            Assert.Equal(theirs, ours);
            Assert.Equal(said.Contains("transparency", StringComparison.Ordinal), info.HasAlpha);
            Assert.Contains($"Loop Count : {info.PlayCount}", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Stills_have_one_frame()
    {
        foreach (byte[] sample in new[] { Samples.WebpStill, Samples.WebpStillLossless })
        {
            AnimationInfo info = Read(sample);
            Assert.Equal((62, 46, 1, 1), (info.Width, info.Height, info.FrameCount, info.PlayCount));
            Assert.Equal(TimeSpan.Zero, info.Duration);
        }
    }

    [Fact]
    public async Task Every_frame_copied_out_is_a_still_that_others_decode()
    {
        foreach (byte[] sample in new[] { Samples.Webp, Samples.WebpAlpha, Samples.WebpStill, Samples.WebpStillLossless })
        {
            using MemoryStream source = new(sample);
            WebpAnimation animation = WebpAnimation.Read(source, "test.webp");
            foreach (WebpFrame frame in animation.Frames)
            {
                using MemoryStream still = new();
                await WebpAnimation.CopyStillAsync(source, frame, still, TestContext.Current.CancellationToken);
                byte[] pixels = Ffmpeg.Run("-f webp_pipe -i - -f rawvideo -pix_fmt rgba -", still.ToArray());
                Assert.Equal(frame.Width * frame.Height * 4, pixels.Length);
                Assert.Equal(frame.HasAlpha, Read(still.ToArray()).HasAlpha);
            }
        }
    }

    [Fact]
    public void Bytes_after_the_riff_data_are_ignored()
    {
        AnimationInfo plain = Read(Samples.Webp);
        AnimationInfo longer = Read([.. Samples.Webp, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        Assert.Equal(plain.Frames, longer.Frames);
    }

    private static AnimationInfo Read(byte[] bytes) => AnimationReader.Read(new MemoryStream(bytes), "test.webp");

    [GeneratedRegex(@"^\s*\d+:\s+(\d+)\s+(\d+)\s+(?:yes|no)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\w+)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex FrameLine();
}
