using AnimatedImage.Encoding.Webp;
using AnimatedImage.Frames;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Encoding.Webp;

public sealed class WebpPatchFinderTests
{
    // Neither a whole number of macroblocks nor even.
    private const int Width = 101;
    private const int Height = 71;
    private const int Columns = 7;
    private const int Rows = 5;
    private const int ChromaWidth = 51;
    private const int Chroma = ChromaWidth * 36;
    private const int Luma = Width * Height;

    private readonly FramePool _pool = new(Width, Height, PixelLayout.Yuv420);

    [Fact]
    public void The_first_frame_is_drawn_whole()
    {
        WebpPatch patch = Finder(80).Next(Plain(70))!;
        Assert.Equal((0, 0, Width, Height), (patch.X, patch.Y, patch.Width, patch.Height));
        Assert.Null(patch.Drawn);
        Assert.Empty(patch.Mask);
    }

    [Fact]
    public void A_frame_that_is_the_same_draws_nothing()
    {
        WebpPatchFinder finder = Finder(80);
        finder.Next(Plain(70));
        Assert.Null(finder.Next(Plain(70)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Luma - 1)]
    [InlineData((33 * Width) + 50)]
    [InlineData(Luma)]
    [InlineData(Luma + Chroma - 1)]
    [InlineData(Luma + Chroma)]
    [InlineData(Luma + Chroma + (9 * ChromaWidth) + 8)]
    [InlineData(Luma + (2 * Chroma) - 1)]
    public void Of_a_single_sample_no_more_is_drawn_than_it_needs(int at)
    {
        WebpPatchFinder finder = Finder(80);
        finder.Next(Plain(70));
        Frame frame = Plain(70);
        frame.Pixels.Span[at] += 40;

        WebpPatch patch = finder.Next(frame)!;

        (int x, int y) = at < Luma ? (at % Width, at / Width) : ((at - Luma) % Chroma % ChromaWidth * 2, (at - Luma) % Chroma / ChromaWidth * 2);
        Assert.Equal((x / 2 * 2, y / 2 * 2), (patch.X, patch.Y));
        Assert.Equal((Math.Min(2, Width - patch.X), Math.Min(2, Height - patch.Y)), (patch.Width, patch.Height));
        Assert.Null(patch.Drawn);
        Assert.Null(finder.Next(frame));
    }

    [Fact]
    public void What_changes_in_two_corners_leaves_the_rest_as_it_is()
    {
        WebpPatchFinder finder = Finder(80);
        finder.Next(Plain(70));
        Frame frame = Plain(70);
        frame.Pixels.Span[0] = 200;
        frame.Pixels.Span[Luma - 1] = 200;

        WebpPatch patch = finder.Next(frame)!;

        Assert.Equal((0, 0, Width, Height), (patch.X, patch.Y, patch.Width, patch.Height));
        Assert.Equal([0, (Columns * Rows) - 1], Enumerable.Range(0, Columns * Rows).Where(block => patch.Drawn![block]));
        Assert.NotEmpty(patch.Mask);
    }

    [Theory]
    [InlineData(95)]
    [InlineData(80)]
    [InlineData(30)]
    [InlineData(1)]
    public void A_slow_fade_never_falls_behind_by_more_than_a_quality_allows(int quality)
    {
        WebpPatchFinder finder = Finder(quality);
        PatchLimits limits = PatchLimits.Of(quality);
        byte[] shown = new byte[_pool.FrameBytes];
        int drawn = 0;
        for (int index = 0; index < 60; index++)
        {
            // One step in one corner of the range for each frame: less than any comparison with the frame before could see.
            using Frame frame = _pool.Rent();
            frame.Pixels.Span[..Luma].Fill((byte)(60 + index));
            frame.Pixels.Span[Luma..].Fill((byte)(100 + (index / 2)));
            if (finder.Next(frame) is { } patch)
            {
                Assert.Null(patch.Drawn);
                frame.Pixels.Span.CopyTo(shown);
                drawn++;
            }

            Assert.InRange(16 * Math.Abs(frame.Pixels.Span[0] - shown[0]), 0, limits.LumaCell);
            Assert.InRange(16 * Math.Abs(frame.Pixels.Span[Luma] - shown[Luma]), 0, limits.ChromaCell);
        }

        Assert.InRange(drawn, 4, 60);
    }

    [Fact]
    public void Noise_that_averages_away_is_left_alone_and_a_line_is_not()
    {
        Random random = new(3);
        WebpPatchFinder finder = Finder(80);
        finder.Next(Plain(70));
        Frame noise = Plain(70);
        for (int at = 0; at < Luma; at++)
        {
            noise.Pixels.Span[at] += (byte)random.Next(-2, 3);
        }

        Assert.Null(finder.Next(noise));
        Frame line = Plain(70);
        line.Pixels.Span.Slice(20 * Width, 12).Fill(90);
        Assert.Equal(20, finder.Next(line)!.Y);
    }

    [Fact]
    public void What_is_off_everywhere_is_drawn_sooner_than_what_is_off_in_one_place()
    {
        const int Quality = 20;
        int cell = PatchLimits.Of(Quality).LumaCell / PatchLimits.CellSamples;
        int block = PatchLimits.Of(Quality).LumaBlock / PatchLimits.LumaSamples;
        Assert.InRange(block + 1, 1, cell);
        WebpPatchFinder finder = Finder(Quality);
        finder.Next(Plain(70));
        Frame spot = Plain(70);
        Frame trace = Plain(70);
        for (int y = 16; y < 32; y++)
        {
            spot.Pixels.Span.Slice((y * Width) + 16, y < 20 ? 4 : 0).Fill((byte)(70 + block + 1));
            trace.Pixels.Span.Slice((y * Width) + 16, 16).Fill((byte)(70 + block + 1));
        }

        Assert.Null(finder.Next(spot));
        WebpPatch patch = finder.Next(trace)!;
        Assert.Equal((16, 16, 16, 16), (patch.X, patch.Y, patch.Width, patch.Height));
    }

    [Fact]
    public void A_band_is_drawn_without_what_lies_beside_it()
    {
        WebpPatchFinder finder = Finder(80);
        finder.Next(Plain(70));
        Frame band = Plain(70);
        for (int y = 22; y < 45; y++)
        {
            band.Pixels.Span.Slice(y * Width, 99).Fill(180);
        }

        WebpPatch patch = finder.Next(band)!;
        Assert.Null(patch.Drawn);
        Assert.Equal((0, 22, 100, 24), (patch.X, patch.Y, patch.Width, patch.Height));
        Assert.Null(finder.Next(band));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(100)]
    public void What_was_drawn_is_not_drawn_again(int quality)
    {
        Random random = new(quality);
        WebpPatchFinder finder = Finder(quality);
        Frame frame = Plain(70);
        finder.Next(frame);
        for (int round = 0; round < 200; round++)
        {
            // A rectangle of one strength in one plane or another, and noise around it.
            (int strength, int left, int top) = (random.Next(1, 60), random.Next(Width), random.Next(Height));
            (int right, int bottom) = (random.Next(left, Width) + 1, random.Next(top, Height) + 1);
            int noise = random.Next(3);
            Span<byte> pixels = frame.Pixels.Span;
            for (int at = 0; at < pixels.Length; at++)
            {
                pixels[at] += (byte)random.Next(noise + 1);
            }

            for (int y = top; y < bottom; y++)
            {
                for (int x = left; x < right; x++)
                {
                    pixels[round % 3 == 0 ? Luma + (y / 2 * ChromaWidth) + (x / 2) : (y * Width) + x] ^= (byte)strength;
                }
            }

            finder.Next(frame);
            Assert.Null(finder.Next(frame));
        }
    }

    private static WebpPatchFinder Finder(int quality) => new(new EncoderSettings
    {
        Width = Width,
        Height = Height,
        HasAlpha = false,
        Quality = quality,
        PlayCount = 0,
        Timing = FrameTiming.Of(OutputFormat.WebP),
    }, new FramePool(Width, Height, PixelLayout.Yuv420));

    private Frame Plain(byte level)
    {
        Frame frame = _pool.Rent();
        frame.Pixels.Span.Fill(level);
        return frame;
    }
}
