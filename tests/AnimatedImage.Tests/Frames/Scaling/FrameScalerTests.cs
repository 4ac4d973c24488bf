using AnimatedImage.Frames;
using AnimatedImage.Frames.Scaling;

namespace AnimatedImage.Tests.Frames.Scaling;

public sealed class FrameScalerTests
{
    [Theory]
    [InlineData(64, 48, 32, 24)]
    [InlineData(64, 48, 63, 47)]
    [InlineData(64, 48, 7, 5)]
    [InlineData(64, 48, 1, 1)]
    [InlineData(3, 2, 2, 1)]
    public void One_colour_stays_that_colour(int width, int height, int toWidth, int toHeight)
    {
        using Frame frame = Filled(width, height, (_, _) => (200, 100, 3, 255));
        using Frame scaled = new FrameScaler(width, height, toWidth, toHeight, hasAlpha: false).Scale(frame);
        Assert.Equal((toWidth, toHeight), (scaled.Width, scaled.Height));
        Assert.Equal(frame.Time, scaled.Time);
        for (int pixel = 0; pixel < toWidth * toHeight; pixel++)
        {
            Assert.Equal([200, 100, 3, 255], scaled.Pixels.Span.Slice(pixel * 4, 4).ToArray());
        }
    }

    [Fact]
    public void A_slope_stays_a_slope_in_its_place()
    {
        using Frame frame = Filled(100, 4, (x, _) => ((byte)(2 * x), (byte)(2 * x), (byte)(2 * x), 255));
        using Frame scaled = new FrameScaler(100, 4, 50, 2, hasAlpha: false).Scale(frame);
        for (int x = 4; x < 46; x++)
        {
            // Pixel x covers 2x and 2x + 1.
            Assert.InRange(scaled.Pixels.Span[x * 4], (4 * x) + 0, (4 * x) + 2);
        }
    }

    [Fact]
    public void A_fine_pattern_becomes_its_mean()
    {
        using Frame frame = Filled(128, 128, (x, y) => ((x + y) % 2 == 0 ? (byte)255 : (byte)0, 0, 0, 255));
        using Frame scaled = new FrameScaler(128, 128, 30, 30, hasAlpha: false).Scale(frame);
        for (int pixel = 0; pixel < 900; pixel++)
        {
            Assert.InRange(scaled.Pixels.Span[pixel * 4], 120, 135);
        }
    }

    [Fact]
    public void What_is_transparent_lends_no_colour()
    {
        using Frame frame = Filled(64, 64, (x, _) => x < 32 ? ((byte)0, (byte)255, (byte)0, (byte)0) : ((byte)255, (byte)0, (byte)0, (byte)255));
        using Frame scaled = new FrameScaler(64, 64, 21, 21, hasAlpha: true).Scale(frame);
        for (int pixel = 0; pixel < 21 * 21; pixel++)
        {
            ReadOnlySpan<byte> color = scaled.Pixels.Span.Slice(pixel * 4, 4);
            Assert.True(color[3] < 8 || (color[0] > 247 && color[1] < 8), $"Pixel {pixel} is {string.Join(',', color.ToArray())}.");
        }
    }

    private static Frame Filled(int width, int height, Func<int, int, (byte R, byte G, byte B, byte A)> color)
    {
        Frame frame = new FramePool(width, height).Rent();
        frame.Time = TimeSpan.FromSeconds(3);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (byte r, byte g, byte b, byte a) = color(x, y);
                byte[] pixel = [r, g, b, a];
                pixel.CopyTo(frame.Pixels.Span[(((y * width) + x) * 4)..]);
            }
        }

        return frame;
    }
}
