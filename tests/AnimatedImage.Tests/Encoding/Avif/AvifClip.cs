using AnimatedImage.Encoding.Avif;
using AnimatedImage.Frames;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;
using AnimatedImage.Tests.Frames;
using AnimatedImage.Tests.Inspection;

namespace AnimatedImage.Tests.Encoding.Avif;

/// <summary>Frames made for the AVIF encoder, what it makes of them, and what others read from that.</summary>
internal sealed class AvifClip(int width, int height, IReadOnlyList<(byte[] Rgba, int Delay)> frames)
{
    public static readonly (byte R, byte G, byte B)[] BarColors =
        [(255, 255, 255), (200, 100, 50), (0, 255, 255), (64, 160, 96), (128, 128, 128), (255, 0, 0), (50, 100, 200), (0, 0, 0)];

    public int Width => width;

    public int Height => height;

    public bool HasAlpha { get; init; }

    public int Quality { get; init; } = 80;

    public bool Lossless { get; init; }

    public int PlayCount { get; init; }

    public string? ContentKey { get; init; }

    public IReadOnlyList<(byte[] Rgba, int Delay)> Frames => frames;

    /// <summary>Eight upright bars of colours, at the ends of the range and inside of it: only those inside tell one range from another.</summary>
    public static AvifClip OfBars(int width, int height, params int[] delays) => new(width, height, [.. delays.Select(delay => (Paint(width, height, (x, _) => BarColors[x * 8 / width]), delay))]);

    /// <summary>A soft picture that moves from frame to frame.</summary>
    public static (byte[] Rgba, int Delay)[] Moving(int width, int height, params int[] delays) =>
    [
        .. delays.Select((delay, index) => (Paint(width, height, (x, y) =>
            ((byte)(127 + (100 * Math.Sin((x + (4 * index)) / 11.0))), (byte)(127 + (100 * Math.Cos((y - (2 * index)) / 9.0))), (byte)((x * 3) + (y * 2) + (index * 9)))), delay)),
    ];

    /// <summary>Every channel of every pixel at random, alpha included where wanted.</summary>
    public static (byte[] Rgba, int Delay)[] Noise(int seed, int width, int height, bool alpha, params int[] delays)
    {
        Random random = new(seed);
        return
        [
            .. delays.Select(delay =>
            {
                byte[] rgba = new byte[width * height * 4];
                random.NextBytes(rgba);
                for (int at = 3; at < rgba.Length && !alpha; at += 4)
                {
                    rgba[at] = 255;
                }

                return (rgba, delay);
            }),
        ];
    }

    public static byte[] Paint(int width, int height, Func<int, int, (byte R, byte G, byte B)> color, Func<int, int, byte>? alpha = null)
    {
        byte[] rgba = new byte[width * height * 4];
        for (int at = 0; at < rgba.Length; at += 4)
        {
            (int x, int y) = (at / 4 % width, at / 4 / width);
            (rgba[at], rgba[at + 1], rgba[at + 2]) = color(x, y);
            rgba[at + 3] = alpha is null ? (byte)255 : alpha(x, y);
        }

        return rgba;
    }

    public EncoderSettings Settings => new()
    {
        Width = width,
        Height = height,
        HasAlpha = HasAlpha,
        Quality = Quality,
        Lossless = Lossless,
        PlayCount = PlayCount,
        ContentKey = ContentKey,
        Timing = FrameTiming.Of(OutputFormat.Avif),
    };

    public async Task<byte[]> EncodeAsync()
    {
        using MemoryStream file = new();
        await foreach (ReadOnlyMemory<byte> chunk in new AvifEncoder(FFmpegLocator.Find()).EncodeAsync(Stream(), Settings, TestContext.Current.CancellationToken))
        {
            file.Write(chunk.Span);
        }

        return file.ToArray();
    }

    public IAsyncEnumerable<TimedFrame> Stream() => ReadAsync().For(new AvifEncoder(FFmpegLocator.Find()), Settings);

    private async IAsyncEnumerable<TimedFrame> ReadAsync()
    {
        FramePool pool = new(width, height);
        foreach ((byte[] rgba, int delay) in frames)
        {
            await Task.Yield();
            Frame frame = pool.Rent();
            rgba.CopyTo(frame.Pixels);
            yield return new TimedFrame(frame, delay);
        }
    }

    /// <summary>Decodes with ffmpeg, which reads the track and no alpha.</summary>
    public byte[][] DecodeWithFFmpeg(byte[] file)
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a.avif"), file);
        return Split(Ffmpeg.Run($"-i {folder.File("a.avif")} -vsync passthrough -map 0:v:0 -vf scale=flags=accurate_rnd+full_chroma_int -f rawvideo -pix_fmt rgba -"));
    }

    /// <summary>Decodes one frame with libavif, alpha included.</summary>
    public byte[] DecodeWithAvifdec(byte[] file, int index)
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a.avif"), file);
        ExternalTool.Run("avifdec", "--index", $"{index}", "-u", "best", folder.File("a.avif"), folder.File("a.png"));
        return Ffmpeg.Run($"-i {folder.File("a.png")} -f rawvideo -pix_fmt rgba -");
    }

    /// <summary>Mean difference of a channel over two pictures.</summary>
    public static double Difference(byte[] left, byte[] right, Func<int, bool>? channel = null)
    {
        Assert.Equal(left.Length, right.Length);
        int[] at = [.. Enumerable.Range(0, left.Length).Where(index => channel is null ? index % 4 != 3 : channel(index % 4))];
        return at.Average(index => Math.Abs(left[index] - right[index]));
    }

    private byte[][] Split(byte[] pixels) => [.. pixels.Chunk(width * height * 4)];
}
