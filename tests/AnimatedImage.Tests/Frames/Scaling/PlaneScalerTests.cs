using AnimatedImage.Frames;
using AnimatedImage.Frames.Scaling;

namespace AnimatedImage.Tests.Frames.Scaling;

public sealed class PlaneScalerTests
{
    [Theory]
    [InlineData(64, 48, 32, 24)]
    [InlineData(64, 48, 63, 47)]
    [InlineData(63, 47, 7, 5)]
    [InlineData(64, 48, 1, 1)]
    [InlineData(3, 2, 2, 1)]
    public void One_colour_stays_that_colour(int width, int height, int toWidth, int toHeight)
    {
        using Frame frame = new FramePool(width, height, PixelLayout.Yuv420).Rent();
        int luma = width * height, chroma = (width + 1) / 2 * ((height + 1) / 2);
        frame.Pixels.Span[..luma].Fill(200);
        frame.Pixels.Span.Slice(luma, chroma).Fill(90);
        frame.Pixels.Span[(luma + chroma)..].Fill(160);
        frame.Time = TimeSpan.FromSeconds(3);

        using Frame scaled = new PlaneScaler(width, height, toWidth, toHeight).Scale(frame);

        Assert.Equal((toWidth, toHeight, PixelLayout.Yuv420, frame.Time), (scaled.Width, scaled.Height, scaled.Layout, scaled.Time));
        int toLuma = toWidth * toHeight, toChroma = (toWidth + 1) / 2 * ((toHeight + 1) / 2);
        Assert.Equal(
            [.. Enumerable.Repeat((byte)200, toLuma), .. Enumerable.Repeat((byte)90, toChroma), .. Enumerable.Repeat((byte)160, toChroma)],
            scaled.Pixels.ToArray());
    }

    [Fact]
    public void Planes_are_made_smaller_as_the_channels_of_rgba_are()
    {
        using Frame rgba = new FramePool(101, 67).Rent();
        using Frame planes = new FramePool(101, 67, PixelLayout.Yuv420).Rent();
        for (int pixel = 0; pixel < 101 * 67; pixel++)
        {
            byte value = (byte)(128 + (100 * Math.Sin((pixel % 101 / 7.0) + (pixel / 101 / 5.0))));
            rgba.Pixels.Span.Slice(4 * pixel, 4).Fill(value);
            planes.Pixels.Span[pixel] = value;
        }

        using Frame smallRgba = new FrameScaler(101, 67, 40, 29, hasAlpha: false).Scale(rgba);
        using Frame small = new PlaneScaler(101, 67, 40, 29).Scale(planes);

        for (int pixel = 0; pixel < 40 * 29; pixel++)
        {
            Assert.Equal(smallRgba.Pixels.Span[4 * pixel], small.Pixels.Span[pixel], 1.0);
        }
    }
}
