using System.Globalization;
using AnimatedImage.Frames;
using AnimatedImage.Frames.Nut;
using AnimatedImage.Media;

namespace AnimatedImage.Tests.Frames.Nut;

public sealed class NutWriterTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(64, 48)]
    [InlineData(333, 217)]
    [InlineData(1920, 1080)]
    public async Task FfmpegReadsThePixelsThatWereWritten(int width, int height)
    {
        byte[][] frames = [.. Enumerable.Range(0, 3).Select(seed => Noise(width * height * 4, seed))];
        byte[] nut = await WriteAsync(width, height, new Rational(1, 1000), frames, [0, 40, 80]);

        byte[] decoded = Ffmpeg.Run("-f nut -i pipe:0 -vsync passthrough -f rawvideo -pix_fmt rgba pipe:1", nut);

        Assert.True(decoded.AsSpan().SequenceEqual(frames.SelectMany(frame => frame).ToArray()));
    }

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(1, 10_000_000)]
    [InlineData(1001, 30000)]
    [InlineData(1, 25)]
    public async Task FfmpegReadsTheTimestampsThatWereWritten(int numerator, int denominator)
    {
        long[] timestamps = [0, 1, 2, 5, 130, 131, 16_500, 16_501, 5_000_000, 5_000_001];
        byte[] nut = await WriteAsync(16, 16, new Rational(numerator, denominator), [.. timestamps.Select(_ => new byte[16 * 16 * 4])], timestamps);

        string[] lines = Ffmpeg.Probe("-f nut -i pipe:0 -show_entries packet=pts -of csv=p=0", nut);
        string timeBase = Ffmpeg.Probe("-f nut -i pipe:0 -show_entries stream=time_base -of csv=p=0", nut)[0];

        Assert.Equal(timestamps, lines.Select(line => long.Parse(line.Trim(','), CultureInfo.InvariantCulture)));
        Assert.Equal($"{numerator}/{denominator}", timeBase);
    }

    [Fact]
    public async Task ReaderReadsWhatTheWriterWrote()
    {
        long[] timestamps = [0, 7, 8, 1_000_000_000];
        byte[][] frames = [.. timestamps.Select((_, seed) => Noise(9 * 7 * 4, seed))];
        byte[] nut = await WriteAsync(9, 7, new Rational(1, 1000), frames, timestamps);
        var reader = new NutReader(new MemoryStream(nut));
        var pool = new FramePool(9, 7);

        for (int i = 0; i < frames.Length; i++)
        {
            using Frame? frame = await reader.ReadFrameAsync(pool, TestContext.Current.CancellationToken);
            Assert.NotNull(frame);
            Assert.Equal(frames[i], frame.Pixels.ToArray());
            Assert.Equal(TimeSpan.FromMilliseconds(timestamps[i]), frame.Time);
        }

        Assert.Null(await reader.ReadFrameAsync(pool, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(64, 48)]
    [InlineData(33, 17)]
    public async Task FfmpegReadsPlanesThatWereWritten(int width, int height)
    {
        byte[] picture = Noise(FramePool.BytesOf(width, height, PixelLayout.Yuv420), 5);
        using var stream = new MemoryStream();
        await new NutWriter(stream, width, height, new Rational(1, 1000), PixelLayout.Yuv420).WriteFrameAsync(picture, 0, TestContext.Current.CancellationToken);

        Assert.Equal(picture, Ffmpeg.Run("-f nut -i pipe:0 -f rawvideo -pix_fmt yuv420p pipe:1", stream.ToArray()));
    }

    [Fact]
    public async Task WrongSizesAreRefused()
    {
        var writer = new NutWriter(Stream.Null, 4, 4, new Rational(1, 1000));

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => writer.WriteFrameAsync(new byte[63], 0, TestContext.Current.CancellationToken).AsTask());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => writer.WriteFrameAsync(new byte[64], -1, TestContext.Current.CancellationToken).AsTask());
    }

    private static async Task<byte[]> WriteAsync(int width, int height, Rational timeBase, byte[][] frames, long[] timestamps)
    {
        using var stream = new MemoryStream();
        var writer = new NutWriter(stream, width, height, timeBase);
        for (int i = 0; i < frames.Length; i++)
        {
            await writer.WriteFrameAsync(frames[i], timestamps[i], TestContext.Current.CancellationToken);
        }

        return stream.ToArray();
    }

    private static byte[] Noise(int size, int seed)
    {
        byte[] bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
