using System.Security.Cryptography;
using AnimatedImage.Frames;
using AnimatedImage.Frames.Nut;
using AnimatedImage.Media;
using AnimatedImage.Planning;

namespace AnimatedImage.Tests.Frames.Nut;

public sealed class NutReaderTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 16)]
    [InlineData(31, 33)]
    [InlineData(90, 91)]
    [InlineData(1920, 1080)]
    public async Task ReadsThePixelsThatFfmpegWrites(int width, int height)
    {
        string source = $"-f lavfi -i testsrc2=s={width}x{height}:r=25:d=0.4,format=rgba";
        byte[] expected = Ffmpeg.Run(source + " -f rawvideo pipe:1");
        byte[] nut = Ffmpeg.Run(source + " -c:v rawvideo -f nut pipe:1");

        List<ReadFrame> frames = await ReadAsync(nut, width, height);

        Assert.Equal(10, frames.Count);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(expected)), Convert.ToHexString(SHA256.HashData([.. frames.SelectMany(frame => frame.Pixels)])));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => TimeSpan.FromMilliseconds(40 * i)), frames.Select(frame => frame.Time));
    }

    [Fact]
    public async Task ReadsLongStreamsWithRepeatedHeaders()
    {
        // Beyond 8 MB ffmpeg writes the headers again, and timestamps have long outgrown their low bits.
        byte[] nut = Ffmpeg.Run("-f lavfi -i color=red:s=256x256:r=30000/1001:d=10,format=rgba -c:v rawvideo -f nut pipe:1");

        List<ReadFrame> frames = await ReadAsync(nut, 256, 256);

        Assert.Equal(300, frames.Count);
        Assert.Equal(Enumerable.Range(0, 300).Select(i => (long)Math.Round(i * 1001.0 / 30000 * TimeSpan.TicksPerSecond)), frames.Select(frame => frame.Time.Ticks));
    }

    [Fact]
    public async Task ReadsUnevenTimesWithAFineTimeBase()
    {
        byte[] nut = Ffmpeg.Run(
            "-f lavfi -i testsrc2=s=16x16:r=25:d=4 -vf select=not(mod(n\\,7))+eq(n\\,50),settb=1/1000000,setpts=PTS+1.0001/TB,format=rgba"
            + " -vsync passthrough -enc_time_base 1/10000000 -c:v rawvideo -f nut pipe:1");

        List<ReadFrame> frames = await ReadAsync(nut, 16, 16);

        IEnumerable<int> taken = Enumerable.Range(0, 100).Where(i => i % 7 == 0 || i == 50);
        Assert.Equal(taken.Select(i => TimeSpan.FromMilliseconds(1000.1 + (40 * i))), frames.Select(frame => frame.Time));
    }

    [Fact]
    public async Task RestoresFirstBytesThatFfmpegLeavesOut()
    {
        // FF FA begins an MPEG audio frame; ffmpeg's muxer does not store such bytes in small frames, whatever the codec.
        byte[] nut = Ffmpeg.Run("-f lavfi -i color=0xFFFA10:s=4x4:r=25:d=0.2,format=rgb24,format=rgba -c:v rawvideo -f nut pipe:1");

        List<ReadFrame> frames = await ReadAsync(nut, 4, 4);

        Assert.Equal(5, frames.Count);
        Assert.All(frames, frame => Assert.Equal(Enumerable.Repeat<byte[]>([0xFF, 0xFA, 0x10, 0xFF], 16).SelectMany(pixel => pixel), frame.Pixels));
    }

    [Theory]
    [InlineData("-f lavfi -i testsrc2=s=16x16:d=0.2 -pix_fmt rgb24 -c:v rawvideo -f nut pipe:1")]
    [InlineData("-f lavfi -i testsrc2=s=16x16:d=0.2 -f lavfi -i sine=d=0.2 -pix_fmt rgba -c:v rawvideo -f nut pipe:1")]
    [InlineData("-f lavfi -i testsrc2=s=16x18:d=0.2 -pix_fmt rgba -c:v rawvideo -f nut pipe:1")]
    [InlineData("-f lavfi -i testsrc2=s=16x16:d=0.2 -pix_fmt rgba -c:v rawvideo -f avi pipe:1")]
    public async Task RefusesWhatIsNotOneStreamOfRgbaInTheExpectedSize(string arguments)
    {
        byte[] bytes = Ffmpeg.Run(arguments);

        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(bytes, 16, 16));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(8, 8)]
    [InlineData(64, 64)]
    public async Task AFrameComesAsSoonAsItIsThere(int width, int height)
    {
        // Everything up to the last frame's last byte has been written, the end has not: the reader must not wait for more.
        var pipe = new System.IO.Pipelines.Pipe();
        Stream writing = pipe.Writer.AsStream();
        var writer = new NutWriter(writing, width, height, new Rational(1, 1000));
        var reader = new NutReader(pipe.Reader.AsStream());
        var pool = new FramePool(width, height);
        for (int i = 0; i < 3; i++)
        {
            byte[] pixels = new byte[pool.FrameBytes];
            Array.Fill(pixels, (byte)i);
            Task writes = writer.WriteFrameAsync(pixels, i, TestContext.Current.CancellationToken).AsTask();
            using Frame? frame = await reader.ReadFrameAsync(pool, TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            await writes;
            Assert.Equal(pixels, frame!.Pixels.ToArray());
        }
    }

    [Fact]
    public async Task AnEmptyStreamHasNoFrames() => Assert.Empty(await ReadAsync([], 16, 16));

    [Fact]
    public async Task EveryCutGivesWholeFramesOrACleanFailure()
    {
        byte[] nut = Ffmpeg.Run("-f lavfi -i testsrc2=s=8x8:r=25:d=0.2 -pix_fmt rgba -c:v rawvideo -f nut pipe:1");
        List<ReadFrame> whole = await ReadAsync(nut, 8, 8);
        for (int length = 0; length < nut.Length; length++)
        {
            List<ReadFrame> frames = await ReadOrFailAsync(nut[..length]);
            Assert.All(frames.Zip(whole), pair => Assert.Equal(pair.Second.Pixels, pair.First.Pixels));
        }
    }

    [Fact]
    public async Task DamagedStreamsFailCleanly()
    {
        byte[] nut = Ffmpeg.Run("-f lavfi -i testsrc2=s=8x8:r=25:d=0.4 -pix_fmt rgba -c:v rawvideo -f nut pipe:1");
        var random = new Random(20240229);
        for (int round = 0; round < 5000; round++)
        {
            byte[] damaged = [.. nut];
            for (int damage = random.Next(1, 6); damage > 0; damage--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            // Nothing but InvalidDataException may come out, and no more frames than bytes can hold.
            Assert.InRange((await ReadOrFailAsync(damaged)).Count, 0, nut.Length / (8 * 8 * 4));
        }
    }

    [Fact]
    public async Task DamagedHeadersWithRightChecksumsFailCleanly()
    {
        byte[] nut = Ffmpeg.Run("-f lavfi -i testsrc2=s=8x8:r=25:d=0.2 -pix_fmt rgba -c:v rawvideo -f nut pipe:1");
        int main = NutFormat.FileId.Length + 9;
        int size = nut[main - 1];
        var random = new Random(7);
        for (int round = 0; round < 5000; round++)
        {
            byte[] damaged = [.. nut];
            for (int damage = random.Next(1, 4); damage > 0; damage--)
            {
                damaged[main + random.Next(size - 4)] = (byte)random.Next(256);
            }

            uint checksum = NutChecksum.Of(damaged.AsSpan(main, size - 4));
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(damaged.AsSpan(main + size - 4), checksum);
            Assert.InRange((await ReadOrFailAsync(damaged)).Count, 0, nut.Length / 8);
        }
    }

    [Fact]
    public async Task SeveralStreamsMakeOneFrameEachTime()
    {
        byte[] nut = Ffmpeg.Run(TwoStreams + "-map [a] -map [b] -c:v rawvideo -f nut pipe:1");
        byte[] colors = Ffmpeg.Run(TwoStreams + "-map [a] -f rawvideo pipe:1 -map [b] -f null -");
        byte[] planes = Ffmpeg.Run(TwoStreams + "-map [b] -f rawvideo pipe:1 -map [a] -f null -");

        List<ReadFrame> frames = await ReadAsync(nut, TwoForms());

        Assert.Equal(5, frames.Count);
        Assert.Equal(Enumerable.Range(0, 5).Select(i => TimeSpan.FromMilliseconds(40 * i)), frames.Select(frame => frame.Time));
        Assert.Equal(colors, frames.SelectMany(frame => frame.Pixels[..(32 * 24 * 4)]));
        Assert.Equal(planes, frames.SelectMany(frame => frame.Pixels[(32 * 24 * 4)..]));
    }

    [Fact]
    public async Task StreamsThatDoNotComeTogetherAreRefused()
    {
        byte[] nut = Ffmpeg.Run(TwoStreams.Replace("[y]scale", "[y]settb=1/1000,setpts=PTS+10,scale", StringComparison.Ordinal) + "-map [a] -map [b] -vsync passthrough -enc_time_base 1/1000 -c:v rawvideo -f nut pipe:1");
        byte[] other = Ffmpeg.Run(TwoStreams + "-map [b] -map [a] -c:v rawvideo -f nut pipe:1");

        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(nut, TwoForms()));
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(other, TwoForms()));
    }

    [Fact]
    public async Task DamageInSeveralStreamsFailsCleanly()
    {
        byte[] nut = Ffmpeg.Run(TwoStreams + "-map [a] -map [b] -c:v rawvideo -f nut pipe:1");
        var random = new Random(11);
        for (int round = 0; round < 1000; round++)
        {
            byte[] damaged = [.. nut];
            damaged[random.Next(600)] = (byte)random.Next(256);
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                Assert.InRange((await ReadAsync(damaged, TwoForms())).Count, 0, 5);
            }
            catch (InvalidDataException)
            {
                // The clean failure.
            }
        }
    }

    private const string TwoStreams =
        "-f lavfi -i testsrc2=s=32x24:r=25:d=0.2 -filter_complex [0:v]split[x][y];[x]format=rgba[a];[y]scale=17:9,format=yuv420p[b] ";

    private static FramePool TwoForms() => FramePool.Of(
    [
        new PictureForm(new PictureTransform { ScaledWidth = 32, ScaledHeight = 24, CanvasWidth = 32, CanvasHeight = 24 }, PixelLayout.Rgba),
        new PictureForm(new PictureTransform { ScaledWidth = 17, ScaledHeight = 9, CanvasWidth = 17, CanvasHeight = 9 }, PixelLayout.Yuv420),
    ]);

    private sealed record ReadFrame(TimeSpan Time, byte[] Pixels);

    private static async Task<List<ReadFrame>> ReadOrFailAsync(byte[] bytes)
    {
        var frames = new List<ReadFrame>();
        try
        {
            await ReadAsync(bytes, 8, 8, frames);
        }
        catch (InvalidDataException)
        {
            // The clean failure.
        }

        return frames;
    }

    private static Task<List<ReadFrame>> ReadAsync(byte[] bytes, int width, int height) => ReadAsync(bytes, width, height, []);

    private static Task<List<ReadFrame>> ReadAsync(byte[] bytes, FramePool pool) => ReadAsync(bytes, pool, []);

    private static Task<List<ReadFrame>> ReadAsync(byte[] bytes, int width, int height, List<ReadFrame> frames) =>
        ReadAsync(bytes, new FramePool(width, height), frames);

    private static async Task<List<ReadFrame>> ReadAsync(byte[] bytes, FramePool pool, List<ReadFrame> frames)
    {
        var reader = new NutReader(new MemoryStream(bytes));
        while (await reader.ReadFrameAsync(pool, TestContext.Current.CancellationToken) is { } frame)
        {
            using (frame)
            {
                frames.Add(new ReadFrame(frame.Time, frame.Pixels.ToArray()));
            }
        }

        return frames;
    }
}
