using System.Buffers.Binary;
using AnimatedImage.Failures;
using AnimatedImage.Inspection;
using AnimatedImage.Inspection.Apng;
using AnimatedImage.Tests.Frames;

namespace AnimatedImage.Tests.Inspection;

public sealed class ApngReaderTests
{
    private static readonly byte[] Signature = ApngReader.Signature.ToArray();

    [Fact]
    public void Reads_what_ffmpeg_writes()
    {
        AnimationInfo info = Read(Samples.Apng);
        Assert.Equal((62, 46, 5, 4, false), (info.Width, info.Height, info.FrameCount, info.PlayCount, info.HasAlpha));
        Assert.Equal(TimeSpan.FromSeconds(1), info.Duration);
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a.apng"), Samples.Apng);
        Assert.Equal($"{info.FrameCount}", Assert.Single(Ffmpeg.Probe($"-count_packets -show_entries stream=nb_read_packets -of csv=p=0 {folder.File("a.apng")}")));
    }

    [Fact]
    public void A_png_is_one_frame()
    {
        AnimationInfo info = Read(Samples.Png);
        Assert.Equal((62, 46, 1, 1, true), (info.Width, info.Height, info.FrameCount, info.PlayCount, info.HasAlpha));
    }

    [Fact]
    public void A_default_image_outside_of_the_animation_is_no_frame()
    {
        byte[] png = [.. Signature, .. Header, .. Control(2, 0), .. Data, .. Frame(0, 1, 50, 1, 0), .. FrameData(1), .. Frame(2, 0, 9, 2, 1), .. FrameData(3), .. End];
        AnimationInfo info = Read(png);
        Assert.Equal(0, info.PlayCount);
        Assert.Equal([20, 0], info.Frames.Select(frame => frame.Delay.TotalMilliseconds));
        Assert.Equal([FrameDisposal.Background, FrameDisposal.Previous], info.Frames.Select(frame => frame.Disposal));
        Assert.Equal([FrameBlend.Source, FrameBlend.Over], info.Frames.Select(frame => frame.Blend));
    }

    [Fact]
    public void A_denominator_of_zero_stands_for_a_hundred()
    {
        byte[] png = [.. Signature, .. Header, .. Control(1, 7), .. Frame(0, 3, 0, 0, 0), .. Data, .. End];
        AnimationInfo info = Read(png);
        Assert.Equal(TimeSpan.FromMilliseconds(30), info.Duration);
        Assert.Equal(7, info.PlayCount);
    }

    [Fact]
    public void Contradictions_are_damage()
    {
        byte[] wrongCount = [.. Signature, .. Header, .. Control(2, 0), .. Frame(0, 1, 50, 0, 0), .. Data, .. End];
        Assert.Contains("announces 2 frames and holds 1", Damage(wrongCount), StringComparison.Ordinal);
        byte[] wrongOrder = [.. Signature, .. Header, .. Control(1, 0), .. Frame(1, 1, 50, 0, 0), .. Data, .. End];
        Assert.Contains("out of order", Damage(wrongOrder), StringComparison.Ordinal);
        byte[] changed = Samples.Apng.ToArray();
        changed[changed.Length / 2] ^= 1;
        Assert.Contains("checksum", Damage(changed), StringComparison.Ordinal);
        Assert.Contains("ends too early", Damage(Samples.Apng[..^6]), StringComparison.Ordinal);
    }

    private static byte[] Header => Chunk("IHDR"u8, [0, 0, 0, 4, 0, 0, 0, 4, 8, 2, 0, 0, 0]);

    private static byte[] Data => Chunk("IDAT"u8, [1, 2, 3]);

    private static byte[] End => Chunk("IEND"u8, []);

    private static byte[] Control(byte frames, byte plays) => Chunk("acTL"u8, [0, 0, 0, frames, 0, 0, 0, plays]);

    private static byte[] Frame(byte sequence, byte numerator, byte denominator, byte disposal, byte blend) =>
        Chunk("fcTL"u8, [0, 0, 0, sequence, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, numerator, 0, denominator, disposal, blend]);

    private static byte[] FrameData(byte sequence) => Chunk("fdAT"u8, [0, 0, 0, sequence, 9]);

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] body = [.. type, .. data];
        byte[] chunk = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        body.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(body.Length + 4), PngChecksum.Of(body));
        return chunk;
    }

    private static string Damage(byte[] bytes)
    {
        ConversionException failure = Assert.Throws<ConversionException>(() => Read(bytes));
        Assert.Equal(ErrorId.DamagedSource, failure.ErrorId);
        return failure.Message;
    }

    private static AnimationInfo Read(byte[] bytes) => AnimationReader.Read(new MemoryStream(bytes), "test.png");
}
