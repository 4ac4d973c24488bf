using AnimatedImage.Encoding.Gif;
using AnimatedImage.Frames;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>Frames made from a seed, and what the encoder makes of them.</summary>
internal sealed class RandomClip(int width, int height, IReadOnlyList<(byte[] Rgba, int Delay)> frames)
{
    public int Width => width;

    public int Height => height;

    public IReadOnlyList<(byte[] Rgba, int Delay)> Frames => frames;

    public bool HasAlpha { get; init; }

    /// <summary>
    /// Rectangles, noise and stillness in at most 200 colours that lie so far apart that none can pass for another's noise: the
    /// encoder must keep every one.
    /// </summary>
    public static RandomClip OfFewColors(int seed, int maxSide = 90, int maxFrames = 24, bool alpha = false)
    {
        Random random = new(seed);
        int width = random.Next(1, maxSide + 1), height = random.Next(1, maxSide + 1), count = random.Next(1, maxFrames + 1);
        uint[] colors = [.. Enumerable.Range(0, 343).Select(i => 0xFF00_0000u | (uint)((i % 7 * 42) | (i / 7 % 7 * 42 << 8) | (i / 49 * 42 << 16))).OrderBy(_ => random.Next()).Take(random.Next(1, 201))];
        if (alpha)
        {
            colors[0] = (uint)random.Next(0x0100_0000);
        }

        uint[] canvas = new uint[width * height];
        Array.Fill(canvas, colors[random.Next(colors.Length)]);
        List<(byte[], int)> frames = [];
        for (int i = 0; i < count; i++)
        {
            for (int shapes = random.Next(4); shapes > 0; shapes--)
            {
                Paint(random, canvas, width, height, colors);
            }

            byte[] rgba = new byte[canvas.Length * 4];
            Buffer.BlockCopy(canvas, 0, rgba, 0, rgba.Length);
            frames.Add((rgba, random.Next(10) == 0 ? random.Next(2, 65536) : random.Next(2, 40)));
        }

        return new RandomClip(width, height, frames) { HasAlpha = alpha };
    }

    /// <summary>Every pixel of every frame at random.</summary>
    public static RandomClip OfNoise(int seed, int width, int height, int count, bool alpha = false)
    {
        Random random = new(seed);
        List<(byte[], int)> frames = [];
        for (int i = 0; i < count; i++)
        {
            byte[] rgba = new byte[width * height * 4];
            random.NextBytes(rgba);
            for (int at = 3; at < rgba.Length && !alpha; at += 4)
            {
                rgba[at] = 255;
            }

            frames.Add((rgba, 4));
        }

        return new RandomClip(width, height, frames) { HasAlpha = alpha };
    }

    /// <summary>Frames of one colour each.</summary>
    public static RandomClip OfPlainFrames(int width, int height, params byte[] greys) =>
        new(width, height, [.. greys.Select(grey => (Enumerable.Range(0, width * height * 4).Select(i => i % 4 == 3 ? (byte)255 : grey).ToArray(), 5))]);

    /// <summary>Cells of five pixels a side that light up at random and fade; with alpha some are not there at first.</summary>
    public static RandomClip OfFadingCells(int seed, int width, int height, int count, bool alpha = false)
    {
        const int Side = 5;
        Random random = new(seed);
        int across = (width + Side - 1) / Side;
        double[] lights = [.. Enumerable.Range(0, across * ((height + Side - 1) / Side)).Select(_ => random.NextDouble())];
        List<(byte[], int)> frames = [];
        for (int i = 0; i < count; i++)
        {
            lights = [.. lights.Select(light => random.Next(12) == 0 ? 1 : Math.Max(0, light - 0.04))];
            frames.Add(([.. Enumerable.Range(0, width * height).SelectMany(at =>
            {
                double light = lights[(at / width / Side * across) + (at % width / Side)];
                return light == 1 ? new byte[] { 255, 204, 51, 255 } : [(byte)(40 * light), (byte)(80 * light), (byte)(150 * light), alpha && light < 0.1 ? (byte)0 : (byte)255];
            })], 8));
        }

        return new RandomClip(width, height, frames) { HasAlpha = alpha };
    }

    /// <summary>A plain page with a few letters of soft edges that comes out of the dark as a whole and stays.</summary>
    public static RandomClip OfFadingPage(int width, int height, int count) => new(width, height, [.. Enumerable.Range(1, count).Select(frame =>
        (Enumerable.Range(0, width * height).SelectMany(at =>
        {
            (int x, int y) = (at % width % 16, at / width % 16);
            int ink = y is < 4 or > 11 || x is < 5 or > 8 ? 0 : x is 5 or 8 ? 110 : 200;
            return new[] { 30 + ink, 40 + ink, 50 + (ink / 2), 255 }.Select((level, channel) => (byte)(channel == 3 ? level : level * Math.Min(frame, count - 3) / (count - 3))).ToArray();
        }).ToArray(), 6))]);

    /// <summary>A window of a third of the width and of the height that plays a slow, noisy film, on a desktop of plain colours.</summary>
    public static RandomClip OfFilmInWindow(int seed, int width, int height, int count)
    {
        const int Left = 5, Top = 5;
        Random random = new(seed);
        List<(byte[], int)> frames = [];
        for (int i = 0; i < count; i++)
        {
            byte[] rgba = new byte[width * height * 4];
            for (int at = 0; at < rgba.Length; at++)
            {
                int x = (at / 4 % width) - Left, y = (at / 4 / width) - Top, channel = at % 4;
                bool isInWindow = x >= 0 && x < width / 3 && y >= 0 && y < height / 3;
                double level = !isInWindow ? (y + Top < 2 ? 60 : 210) : 128 + (50 * Math.Sin((x + (0.4 * i)) / (5.0 + channel))) + (30 * Math.Cos(y / 4.0)) + random.Next(-4, 5);
                rgba[at] = channel == 3 ? (byte)255 : (byte)level;
            }

            frames.Add((rgba, 8));
        }

        return new RandomClip(width, height, frames);
    }

    /// <summary>A slow, soft, noisy scene as a camera would give it.</summary>
    public static RandomClip OfCamera(int seed, int width, int height, int count)
    {
        Random random = new(seed);
        List<(byte[], int)> frames = [];
        for (int i = 0; i < count; i++)
        {
            byte[] rgba = new byte[width * height * 4];
            for (int at = 0; at < rgba.Length; at++)
            {
                int x = at / 4 % width, y = at / 4 / width, channel = at % 4;
                double wave = Math.Sin((x + (3 * i)) / (9.0 + channel)) + Math.Cos((y - i) / (7.0 + (2 * channel)));
                rgba[at] = channel == 3 ? (byte)255 : (byte)Math.Clamp(128 + (55 * wave) + random.Next(-3, 4), 0, 255);
            }

            frames.Add((rgba, 8));
        }

        return new RandomClip(width, height, frames);
    }

    public byte[] Encode(int quality = 80, int workers = 0, int colors = 256, int playCount = 0, string? key = null, RgbColor? matte = null, double? dither = null) =>
        EncodeAsync(quality, workers, colors, playCount, key, matte, dither).GetAwaiter().GetResult();

    private async Task<byte[]> EncodeAsync(int quality, int workers, int colors, int playCount, string? key, RgbColor? matte, double? dither)
    {
        EncoderSettings settings = new()
        {
            Width = width, Height = height, HasAlpha = HasAlpha, Quality = quality, Colors = colors, PlayCount = playCount, ContentKey = key, Matte = matte, Dither = dither,
            Timing = FrameTiming.Of(OutputFormat.Gif),
        };
        using MemoryStream file = new();
        await foreach (ReadOnlyMemory<byte> chunk in new GifEncoder(workers).EncodeAsync(Stream(), settings, TestContext.Current.CancellationToken))
        {
            file.Write(chunk.Span);
        }

        return file.ToArray();
    }

    private async IAsyncEnumerable<TimedFrame> Stream()
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

    private static void Paint(Random random, uint[] canvas, int width, int height, uint[] colors)
    {
        int left = random.Next(width), top = random.Next(height), right = random.Next(left, width) + 1, bottom = random.Next(top, height) + 1;
        bool noise = random.Next(3) == 0;
        uint color = colors[random.Next(colors.Length)];
        for (int y = top; y < bottom; y++)
        {
            for (int x = left; x < right; x++)
            {
                canvas[(y * width) + x] = noise ? colors[random.Next(colors.Length)] : color;
            }
        }
    }
}
