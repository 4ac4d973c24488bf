using AnimatedImage.Failures;
using AnimatedImage.Frames;
using AnimatedImage.Inspection;
using AnimatedImage.Media;
using AnimatedImage.Tests.Frames;
using AnimatedImage.Tests.Inspection;
using AnimatedImage.Encoding.Avif;

namespace AnimatedImage.Tests.Encoding.Avif;

public sealed class AvifEncoderTests
{
    private static readonly int[] Uneven = [40, 40, 120, 15, 1000, 33, 33, 70000];

    [Theory]
    [InlineData(64, 64)]
    [InlineData(63, 47)]
    [InlineData(160, 90)]
    [InlineData(1, 1)]
    [InlineData(2, 7)]
    public async Task Every_size_keeps_every_frame_and_its_delay(int width, int height)
    {
        AvifClip clip = new(width, height, AvifClip.Moving(width, height, Uneven));
        byte[] file = await clip.EncodeAsync();
        AnimationInfo info = Read(file);
        Assert.Equal((width, height, false, "Avif"), (info.Width, info.Height, info.HasAlpha, info.Format));
        Assert.Equal(Uneven, info.Frames.Select(frame => (int)frame.Delay.TotalMilliseconds));
        byte[][] decoded = clip.DecodeWithFFmpeg(file);
        Assert.Equal(Uneven.Length, decoded.Length);
        for (int index = 0; index < decoded.Length && width > 16; index++)
        {
            Assert.InRange(AvifClip.Difference(clip.Frames[index].Rgba, decoded[index]), 0, 6);
        }
    }

    [Fact]
    public async Task Ffmpeg_and_libavif_read_the_same_times()
    {
        AvifClip clip = new(64, 64, AvifClip.Moving(64, 64, Uneven));
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a.avif"), await clip.EncodeAsync());
        string[] packets = Ffmpeg.Probe($"-show_entries packet=duration -select_streams v:0 -of csv=p=0 {folder.File("a.avif")}");
        Assert.Equal(Uneven, packets.Select(packet => int.Parse(packet.TrimEnd(','), System.Globalization.CultureInfo.InvariantCulture)));
        string said = ExternalTool.Run("avifdec", "--info", folder.File("a.avif"));
        Assert.Contains($"{Uneven.Length} frames", said, StringComparison.Ordinal);
        Assert.DoesNotContain("WARNING", said, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task The_play_count_is_kept(int plays)
    {
        AvifClip clip = new(16, 16, AvifClip.Moving(16, 16, 20, 30, 50)) { PlayCount = plays };
        Assert.Equal(plays, Read(await clip.EncodeAsync()).PlayCount);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(97)]
    public async Task Colors_come_back_from_every_decoder(int quality)
    {
        AvifClip clip = new(128, 64, AvifClip.OfBars(128, 64, 100, 100, 100).Frames) { Quality = quality };
        byte[] file = await clip.EncodeAsync();
        foreach (byte[] decoded in new[] { clip.DecodeWithFFmpeg(file)[1], clip.DecodeWithAvifdec(file, 1) })
        {
            for (int bar = 0; bar < AvifClip.BarColors.Length; bar++)
            {
                int at = ((32 * clip.Width) + (bar * 16) + 8) * 4;
                (byte r, byte g, byte b) = AvifClip.BarColors[bar];
                Assert.InRange(decoded[at] - r, -3, 3);
                Assert.InRange(decoded[at + 1] - g, -3, 3);
                Assert.InRange(decoded[at + 2] - b, -3, 3);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Lossless_keeps_every_bit(bool alpha)
    {
        AvifClip clip = new(37, 22, AvifClip.Noise(5, 37, 22, alpha, 30, 40, 50)) { Lossless = true, HasAlpha = alpha };
        byte[] file = await clip.EncodeAsync();
        for (int index = 0; index < 3; index++)
        {
            Assert.Equal(clip.Frames[index].Rgba, clip.DecodeWithAvifdec(file, index));
        }
    }

    [Theory]
    [InlineData(96, 64, 4)]
    [InlineData(31, 33, 3)]
    [InlineData(40, 20, 1)]
    public async Task Alpha_travels_in_a_track_of_its_own(int width, int height, int count)
    {
        byte[] picture = AvifClip.Paint(width, height, (x, y) => ((byte)(x * 2), (byte)(y * 3), 90), (x, y) => (byte)(x < width / 2 ? 255 : y * 255 / height));
        AvifClip clip = new(width, height, [.. Enumerable.Repeat((picture, 50), count)]) { HasAlpha = true };
        byte[] file = await clip.EncodeAsync();
        AnimationInfo info = Read(file);
        Assert.True(info.HasAlpha);
        Assert.Equal(count, info.FrameCount);
        byte[] decoded = clip.DecodeWithAvifdec(file, count - 1);
        Assert.InRange(AvifClip.Difference(picture, decoded, channel => channel == 3), 0, 2);
        Assert.InRange(AvifClip.Difference(picture, decoded), 0, 4);
    }

    [Fact]
    public async Task One_frame_is_a_still()
    {
        AvifClip clip = new(50, 40, AvifClip.Moving(50, 40, 100));
        byte[] file = await clip.EncodeAsync();
        AnimationInfo info = Read(file);
        Assert.Equal((1, 1, TimeSpan.Zero), (info.FrameCount, info.PlayCount, info.Duration));
        Assert.Equal("avif"u8, file.AsSpan(8, 4));
        Assert.InRange(AvifClip.Difference(clip.Frames[0].Rgba, clip.DecodeWithAvifdec(file, 0)), 0, 4);
    }

    [Fact]
    public async Task The_first_frame_is_the_primary_picture()
    {
        AvifClip clip = new(64, 48, AvifClip.Moving(64, 48, 100, 100, 100));
        byte[] file = await clip.EncodeAsync();
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a.avif"), file);
        // The word "avis" gone from the brands, only the primary picture is left to read.
        file.AsSpan(8, 4).Clear();
        file.AsSpan(16, 4).Clear();
        Assert.Equal(1, Read(file).FrameCount);
        File.WriteAllBytes(folder.File("b.avif"), file);
        ExternalTool.Run("avifdec", "-u", "best", folder.File("b.avif"), folder.File("b.png"));
        byte[] still = Ffmpeg.Run($"-i {folder.File("b.png")} -f rawvideo -pix_fmt rgba -");
        Assert.InRange(AvifClip.Difference(clip.Frames[0].Rgba, still), 0, 4);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task The_same_frames_give_the_same_bytes(bool alpha, bool odd)
    {
        int width = odd ? 65 : 96;
        AvifClip clip = new(width, 64, AvifClip.Noise(9, width, 64, alpha, 40, 40, 40, 40, 40, 40)) { HasAlpha = alpha, Quality = 40 };
        Assert.Equal(await clip.EncodeAsync(), await clip.EncodeAsync());
    }

    [Fact]
    public async Task Better_quality_takes_more_bytes()
    {
        (byte[], int)[] frames = AvifClip.Noise(2, 64, 64, false, 40, 40);
        int last = 0;
        foreach (int quality in new[] { 1, 30, 60, 80, 94, 100 })
        {
            int size = (await new AvifClip(64, 64, frames) { Quality = quality }.EncodeAsync()).Length;
            Assert.True(size > last, $"Quality {quality} takes {size} bytes, the one below {last}.");
            last = size;
        }
    }

    [Fact]
    public async Task The_content_key_is_kept_and_harms_nobody()
    {
        AvifClip clip = new(64, 64, AvifClip.Moving(64, 64, 100, 100)) { ContentKey = "key-1" };
        byte[] file = await clip.EncodeAsync();
        Assert.Equal("key-1", Read(file).ContentKey);
        Assert.Equal(2, clip.DecodeWithFFmpeg(file).Length);
        clip.DecodeWithAvifdec(file, 1);
    }

    [Fact]
    public async Task Cancelling_ends_it()
    {
        using CancellationTokenSource cancellation = new();
        AvifClip clip = new(64, 64, AvifClip.Moving(64, 64, [.. Enumerable.Repeat(40, 200)]));
        async IAsyncEnumerable<TimedFrame> Frames()
        {
            int count = 0;
            await foreach (TimedFrame frame in clip.Stream())
            {
                if (++count == 20)
                {
                    await cancellation.CancelAsync();
                }

                yield return frame;
            }
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ReadOnlyMemory<byte> _ in new AvifEncoder(FFmpegLocator.Find()).EncodeAsync(Frames(), clip.Settings, cancellation.Token))
            {
            }
        });
    }

    [Fact]
    public async Task A_failing_source_ends_it_with_its_own_failure()
    {
        AvifClip clip = new(64, 64, AvifClip.Moving(64, 64, 40, 40));
        async IAsyncEnumerable<TimedFrame> Frames()
        {
            await foreach (TimedFrame frame in clip.Stream())
            {
                yield return frame;
            }

            throw new ConversionException(ErrorId.DamagedSource, FailureKind.Source, "Cut off.");
        }

        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(async () =>
        {
            await foreach (ReadOnlyMemory<byte> _ in new AvifEncoder(FFmpegLocator.Find()).EncodeAsync(Frames(), clip.Settings, TestContext.Current.CancellationToken))
            {
            }
        });
        Assert.Equal(ErrorId.DamagedSource, failure.ErrorId);
    }

    [Fact]
    public async Task An_encoder_that_dies_says_why()
    {
        // A frame size that no encoder takes makes the child end at once.
        AvifClip clip = new(70000, 1, [(new byte[280000], 40), (new byte[280000], 40)]);
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(clip.EncodeAsync);
        Assert.Equal(FailureKind.Internal, failure.Kind);
        Assert.Contains("the AVIF encoder", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Log);
    }

    [Fact]
    public async Task No_frame_is_a_failure_of_the_source()
    {
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(new AvifClip(64, 64, []).EncodeAsync);
        Assert.Equal(ErrorId.ZeroDuration, failure.ErrorId);
    }

    private static AnimationInfo Read(byte[] file) => AnimationReader.Read(new MemoryStream(file), "test.avif");
}
