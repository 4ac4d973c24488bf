using AnimatedImage.Failures;
using AnimatedImage.Inspection;

namespace AnimatedImage.Tests.Inspection;

public sealed class AvifReaderTests
{
    [Fact]
    public void Reads_what_ffmpeg_writes()
    {
        AnimationInfo info = Read(Samples.Avif);
        Assert.Equal((62, 46, 5, false, "Avif"), (info.Width, info.Height, info.FrameCount, info.HasAlpha, info.Format));
        Assert.Equal(TimeSpan.FromSeconds(1), info.Duration);
        Assert.All(info.Frames, frame => Assert.Equal(TimeSpan.FromMilliseconds(200), frame.Delay));
    }

    [Fact]
    public void A_still_is_one_frame()
    {
        AnimationInfo info = Read(Samples.AvifStill);
        Assert.Equal((62, 46, 1, 1), (info.Width, info.Height, info.FrameCount, info.PlayCount));
        Assert.InRange(info.Frames[0].Bytes, 20, info.Bytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Avifenc_writes_what_is_read(bool alpha)
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a.png"), Samples.Make("a.png", (alpha ? Samples.MovingAlpha : Samples.Moving) + " -frames:v 1"));
        ExternalTool.Run("avifenc", "-s", "10", folder.File("a.png"), folder.File("a.avif"));
        AnimationInfo info = Read(File.ReadAllBytes(folder.File("a.avif")));
        Assert.Equal((62, 46, 1, alpha), (info.Width, info.Height, info.FrameCount, info.HasAlpha));
    }

    [Fact]
    public void Avifenc_sequences_are_read()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a.png"), Samples.Make("a.png", Samples.MovingAlpha + " -frames:v 1"));
        ExternalTool.Run("avifenc", "-s", "10", "--timescale", "30", "--duration", "2", folder.File("a.png"), "--duration", "5", folder.File("a.png"), folder.File("a.avif"));
        AnimationInfo info = Read(File.ReadAllBytes(folder.File("a.avif")));
        Assert.Equal((62, 46, 2, true), (info.Width, info.Height, info.FrameCount, info.HasAlpha));
    }

    [Fact]
    public void Another_iso_file_is_no_animation()
    {
        byte[] mp4 = [0, 0, 0, 16, .. "ftypisom"u8, 0, 0, 2, 0];
        ConversionException failure = Assert.Throws<ConversionException>(() => Read(mp4));
        Assert.Equal(ErrorId.NotAnimation, failure.ErrorId);
        Assert.Contains("isom", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cut_off_data_is_damage_and_garbage_after_the_end_is_not()
    {
        Assert.Equal(ErrorId.DamagedSource, Assert.Throws<ConversionException>(() => Read(Samples.Avif[..^1])).ErrorId);
        Assert.Equal(Read(Samples.Avif).Frames, Read([.. Samples.Avif, .. "garbage that is no box"u8]).Frames);
    }

    private static AnimationInfo Read(byte[] bytes) => AnimationReader.Read(new MemoryStream(bytes), "test.avif");
}
