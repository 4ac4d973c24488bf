using System.Runtime.CompilerServices;
using AnimatedImage.Encoding;
using AnimatedImage.Frames;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Encoding;

/// <summary>Pictures and delays for an encoder, and an account of what became of the frames.</summary>
internal sealed class TestClip
{
    private readonly FramePool _pool;
    private readonly List<Frame> _handedOut = [];

    public TestClip(int width, int height, IReadOnlyList<byte[]> pictures, IReadOnlyList<int> delays)
    {
        _pool = new FramePool(width, height);
        Pictures = pictures;
        Delays = delays;
    }

    public static FFmpegTools Tools { get; } = FFmpegLocator.Find();

    public int Width => _pool.Width;

    public int Height => _pool.Height;

    public IReadOnlyList<byte[]> Pictures { get; }

    public IReadOnlyList<int> Delays { get; }

    public bool HasAlpha { get; init; }

    /// <summary>A block that wanders over a soft background; with alpha, holes of every degree wander along.</summary>
    public static TestClip Moving(int width, int height, IReadOnlyList<int> delays, bool alpha = false) =>
        new(width, height, [.. delays.Select((_, index) => Draw(width, height, index, alpha))], delays) { HasAlpha = alpha };

    /// <summary>The same, each picture shown by several frames one after another.</summary>
    public static TestClip Stuttering(int width, int height, int repeats, IReadOnlyList<int> delays) =>
        new(width, height, [.. delays.Select((_, index) => Draw(width, height, index / repeats, false))], delays);

    public EncoderSettings Settings(OutputFormat format) => new()
    {
        Width = Width,
        Height = Height,
        HasAlpha = HasAlpha,
        Quality = 80,
        PlayCount = 0,
        Timing = FrameTiming.Of(format),
    };

    /// <summary>Encodes the whole clip and checks that every frame was given back exactly once.</summary>
    public async Task<byte[]> EncodeAsync(OutputFormat format, Func<EncoderSettings, EncoderSettings>? change = null)
    {
        EncoderSettings settings = change?.Invoke(Settings(format)) ?? Settings(format);
        IFrameEncoder encoder = new EncoderCatalog(Tools).Get(format);
        using MemoryStream file = new();
        await foreach (ReadOnlyMemory<byte> chunk in encoder.EncodeAsync(ReadAsync().For(encoder, settings), settings, TestContext.Current.CancellationToken))
        {
            file.Write(chunk.Span);
        }

        AssertEveryFrameIsBack();
        return file.ToArray();
    }

    public async IAsyncEnumerable<TimedFrame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (int index = 0; index < Pictures.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Take(index);
            await Task.Yield();
        }
    }

    public TimedFrame Take(int index)
    {
        Frame frame = _pool.Rent();
        _handedOut.Add(frame);
        Pictures[index].CopyTo(frame.Pixels);
        return new TimedFrame(frame, Delays[index]);
    }

    /// <summary>A frame that was never disposed has holders left; one that was disposed once too often has less than none.</summary>
    public void AssertEveryFrameIsBack() => Assert.All(_handedOut, frame => Assert.Equal(0, frame.Holders));

    /// <summary>Peak signal-to-noise ratio of the colours, in decibels.</summary>
    public static double Psnr(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double sum = 0;
        for (int at = 0; at < expected.Length; at++)
        {
            double difference = at % 4 == 3 ? 0 : expected[at] - actual[at];
            sum += difference * difference;
        }

        return 10 * Math.Log10(255.0 * 255 / Math.Max(sum / (expected.Length * 0.75), 1e-9));
    }

    private static byte[] Draw(int width, int height, int index, bool alpha)
    {
        byte[] rgba = new byte[width * height * 4];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                Span<byte> pixel = rgba.AsSpan(((y * width) + x) * 4, 4);
                bool isBlock = (x + width - (index * 3 % width)) % width < (width / 3) + 1 && y >= height / 4 && y <= height * 3 / 4;
                pixel[0] = (byte)(isBlock ? 200 + (index % 50) : x * 160 / width);
                pixel[1] = (byte)(isBlock ? 60 : y * 160 / height);
                pixel[2] = (byte)(isBlock ? 40 + (index % 7 * 20) : 90);
                pixel[3] = (byte)(alpha && !isBlock ? Math.Min(255, ((x * 37) + (y * 11) + (index * 5)) % 300) : 255);
                if (pixel[3] == 0)
                {
                    pixel[..3].Clear();
                }
            }
        }

        return rgba;
    }
}
