using AnimatedImage.Failures;
using AnimatedImage.Inspection;

namespace AnimatedImage.Tests.Inspection;

public sealed class GifReaderTests
{
    private static readonly byte[] Header = [.. "GIF89a"u8, 10, 0, 8, 0, 0, 0, 0];
    private static readonly byte[] Pixels = [2, 2, 0x44, 0x01, 0];

    [Theory]
    [InlineData("-loop -1", 1)]
    [InlineData("-loop 0", 0)]
    [InlineData("-loop 1", 2)]
    [InlineData("-loop 6", 7)]
    public void Counts_every_play(string loop, int plays)
    {
        AnimationInfo info = Read(Samples.Make("a.gif", $"{Samples.Moving} {loop}"));
        Assert.Equal(plays, info.PlayCount);
        Assert.Equal(5, info.FrameCount);
        Assert.Equal(TimeSpan.FromSeconds(1), info.Duration);
        Assert.Equal((62, 46, "Gif"), (info.Width, info.Height, info.Format));
    }

    [Fact]
    public void Reads_rectangles_delays_and_disposals()
    {
        byte[] gif =
        [
            .. Header,
            .. Frame(delay: 7, disposal: 1, transparent: false, 0, 0, 10, 8),
            .. Frame(delay: 300, disposal: 3, transparent: true, 2, 3, 4, 5),
            .. Frame(delay: 0, disposal: 2, transparent: true, 1, 1, 1, 1),
            0x3B,
        ];
        AnimationInfo info = Read(gif);
        Assert.Equal([70, 3000, 0], info.Frames.Select(frame => frame.Delay.TotalMilliseconds));
        Assert.Equal([FrameDisposal.Keep, FrameDisposal.Previous, FrameDisposal.Background], info.Frames.Select(frame => frame.Disposal));
        Assert.Equal((2, 3, 4, 5), (info.Frames[1].X, info.Frames[1].Y, info.Frames[1].Width, info.Frames[1].Height));
        Assert.True(info.HasAlpha);
        Assert.Equal(1, info.PlayCount);
        Assert.Equal(gif.Length, info.Bytes);
    }

    [Fact]
    public void Transparency_that_only_keeps_the_frame_before_is_no_alpha()
    {
        byte[] gif = [.. Header, .. Frame(5, 1, false, 0, 0, 10, 8), .. Frame(5, 1, true, 0, 0, 10, 8), 0x3B];
        Assert.False(Read(gif).HasAlpha);
    }

    [Fact]
    public void A_missing_trailer_and_trailing_bytes_are_forgiven()
    {
        byte[] frame = Frame(5, 1, false, 0, 0, 10, 8);
        Assert.Equal(1, Read([.. Header, .. frame]).FrameCount);
        Assert.Equal(1, Read([.. Header, .. frame, 0x3B, 1, 2, 3]).FrameCount);
        Assert.Equal(1, Read([.. Header, .. frame, 0x99, 1, 2, 3]).FrameCount);
    }

    [Fact]
    public void A_cut_frame_tells_what_was_whole_before_it()
    {
        byte[] frame = Frame(5, 1, false, 0, 0, 10, 8);
        ConversionException failure = Assert.Throws<ConversionException>(() => Read([.. Header, .. frame, .. frame, .. frame[..^2]]));
        Assert.Equal(ErrorId.DamagedSource, failure.ErrorId);
        Assert.Equal(FailureKind.Source, failure.Kind);
        Assert.Contains("'test.gif'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("2 whole frames", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gifsicle_sees_the_same_frames()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a.gif"), Samples.Gif);
        string said = ExternalTool.Run("gifsicle", "--info", folder.File("a.gif"));
        AnimationInfo info = Read(Samples.Gif);
        Assert.Contains($"{info.FrameCount} images", said, StringComparison.Ordinal);
        Assert.Contains($"loop count {info.PlayCount - 1}", said, StringComparison.Ordinal);
        foreach (AnimationFrameInfo frame in info.Frames)
        {
            string place = frame is { X: 0, Y: 0 } ? "" : $" at {frame.X},{frame.Y}";
            Assert.Contains($"image #{frame.Index} {frame.Width}x{frame.Height}{place}", said, StringComparison.Ordinal);
        }
    }

    private static AnimationInfo Read(byte[] bytes) => AnimationReader.Read(new MemoryStream(bytes), "test.gif");

    private static byte[] Frame(int delay, int disposal, bool transparent, byte x, byte y, byte width, byte height) =>
    [
        0x21, 0xF9, 4, (byte)((disposal << 2) | (transparent ? 1 : 0)), (byte)delay, (byte)(delay >> 8), 0, 0,
        0x2C, x, 0, y, 0, width, 0, height, 0, 0, .. Pixels,
    ];
}
