using AnimatedImage.Encoding.Apng;
using AnimatedImage.Encoding.Webp;
using AnimatedImage.Planning;
using AnimatedImage.Requests;
using AnimatedImage.Tests.Browsers;
using AnimatedImage.Tests.Encoding.Avif;
using AnimatedImage.Tests.Encoding.Gif;
using AnimatedImage.Tests.Encoding.Webp;

namespace AnimatedImage.Tests.Encoding;

/// <summary>A browser (headless Chromium) decodes the same frames, delays and plays of every format as we wrote and other decoders see.</summary>
public sealed class BrowserTests
{
    private const int Width = 64;
    private const int Height = 48;

    // Enough frames for several runs of every encoder.
    private static readonly int[] s_delays = [.. Enumerable.Range(0, 30).Select(index => 30 + (index * 7 % 50))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gif_is_shown_as_our_plain_reader_reads_it()
    {
        byte[][] files = [.. OtherDecodersTests.Clips.Select(row => OtherDecodersTests.Make(row.Data).Encode(playCount: 3))];

        IReadOnlyList<BrowserAnimation> seen = await HeadlessBrowser.DecodeAsync([.. files.Select(file => ("image/gif", file))]);

        Assert.Equal(files.Length, seen.Count);
        for (int index = 0; index < files.Length; index++)
        {
            PlainGif gif = PlainGif.Read(files[index]);
            Assert.Equal(3, seen[index].PlayCount);
            Assert.Equal(gif.Frames.Select(frame => frame.Delay * 10), Milliseconds(seen[index]));
            AssertSame(gif.Frames.Select(frame => OtherDecodersTests.Cleared(frame.Rgba)), seen[index]);
        }
    }

    [Fact]
    public async Task Joined_runs_are_shown_as_they_were_made()
    {
        TestClip clip = TestClip.Moving(Width, Height, s_delays);
        TestClip faint = TestClip.Moving(Width, Height, s_delays, alpha: true);
        AvifClip pictures = new(Width, Height, [.. clip.Pictures.Zip(clip.Delays)]) { PlayCount = 3 };
        AvifClip faintPictures = new(Width, Height, [.. faint.Pictures.Zip(faint.Delays)]) { HasAlpha = true };
        byte[] lossy = await WebpAsync(clip, isLossless: false);

        IReadOnlyList<BrowserAnimation> seen = await HeadlessBrowser.DecodeAsync(
            ("image/png", await ApngAsync(clip)),
            ("image/png", await ApngAsync(faint)),
            ("image/webp", await WebpAsync(clip, isLossless: true)),
            ("image/webp", await WebpAsync(faint, isLossless: true)),
            ("image/webp", lossy),
            ("image/avif", await pictures.EncodeAsync()),
            ("image/avif", await faintPictures.EncodeAsync()));

        Assert.Equal(7, seen.Count);
        Assert.All(seen.SkipLast(1), animation => Assert.Equal(3, animation.PlayCount));
        Assert.Equal(0, seen[^1].PlayCount);
        Assert.All(seen, animation => Assert.Equal(s_delays, Milliseconds(animation)));
        AssertSame(clip.Pictures, seen[0]);
        AssertSame(faint.Pictures, seen[1]);
        AssertSame(clip.Pictures, seen[2]);
        AssertSame(faint.Pictures, seen[3]);
        AssertClose(WebpPlayer.Play(lossy).Select(picture => picture.Rgba), seen[4], least: 30);
        AssertClose(clip.Pictures, seen[5], least: 28);
        AssertClose(faint.Pictures.Select(OverBlack), seen[6] with { Frames = [.. seen[6].Frames.Select(frame => frame with { Rgba = OverBlack(frame.Rgba) })] }, least: 26);
    }

    private static IEnumerable<int> Milliseconds(BrowserAnimation animation) => animation.Frames.Select(frame => (int)Math.Round(frame.Duration.TotalMilliseconds));

    private static void AssertSame(IEnumerable<byte[]> expected, BrowserAnimation animation)
    {
        int index = 0;
        foreach (byte[] picture in expected)
        {
            AssertSame(picture, animation.Frames[index].Rgba, index);
            index++;
        }

        Assert.Equal(index, animation.Frames.Count);
    }

    /// <summary>The browser multiplies colours by alpha and divides again: those of half-transparent pixels are right to a step of what is visible of them.</summary>
    private static void AssertSame(byte[] expected, byte[] shown, int index)
    {
        Assert.Equal(expected.Length, shown.Length);
        for (int at = 0; at < expected.Length; at++)
        {
            int alpha = expected[at | 3];
            int difference = Math.Abs(expected[at] - shown[at]) * (at % 4 == 3 ? 255 : alpha);
            if (difference > (alpha == 255 ? 0 : 255))
            {
                Assert.Fail($"Frame {index} is shown differently: byte {at} is {shown[at]} and not {expected[at]}, with alpha {alpha}.");
            }
        }
    }

    /// <summary>Decoders interpolate chroma each in their own way: alike to so many decibels.</summary>
    private static void AssertClose(IEnumerable<byte[]> expected, BrowserAnimation animation, double least)
    {
        double[] likeness = [.. expected.Zip(animation.Frames, (picture, frame) => TestClip.Psnr(picture, frame.Rgba))];
        Assert.Equal(likeness.Length, animation.Frames.Count);
        Assert.InRange(likeness.Min(), least, double.MaxValue);
    }

    /// <summary>The colour of what can hardly be seen is not worth comparing.</summary>
    private static byte[] OverBlack(byte[] rgba)
    {
        byte[] shown = [.. rgba];
        for (int at = 0; at < shown.Length; at++)
        {
            shown[at] = (byte)(at % 4 == 3 ? 255 : shown[at] * rgba[at | 3] / 255);
        }

        return shown;
    }

    private static async Task<byte[]> ApngAsync(TestClip clip) =>
        await CollectAsync(new ApngEncoder(workers: 3).EncodeAsync(clip.ReadAsync(Token), clip.Settings(OutputFormat.Apng) with { PlayCount = 3 }, Token));

    private static async Task<byte[]> WebpAsync(TestClip clip, bool isLossless)
    {
        EncoderSettings settings = clip.Settings(OutputFormat.WebP) with { PlayCount = 3, Lossless = isLossless };
        WebpEncoder encoder = new(TestClip.Tools, LibWebp.Instance, workers: 3);
        return await CollectAsync(encoder.EncodeAsync(clip.ReadAsync(Token).For(encoder, settings), settings, Token));
    }

    private static async Task<byte[]> CollectAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks)
    {
        using MemoryStream file = new();
        await foreach (ReadOnlyMemory<byte> chunk in chunks)
        {
            file.Write(chunk.Span);
        }

        return file.ToArray();
    }
}
