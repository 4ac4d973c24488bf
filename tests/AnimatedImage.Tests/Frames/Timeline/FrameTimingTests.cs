using AnimatedImage.Frames;
using AnimatedImage.Frames.Timeline;
using AnimatedImage.Media;

namespace AnimatedImage.Tests.Frames.Timeline;

public sealed class FrameTimingTests
{
    private readonly FramePool _pool = new(1, 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EachFrameLastsUntilTheNext()
    {
        IAsyncEnumerable<Frame> frames = NumberedFrames.At(_pool, 4, number => TimeSpan.FromSeconds(number * number), Token);

        var shown = await NumberedFrames.ReadAsync(FrameDurations.Derive(frames, _ => TimeSpan.FromSeconds(9.5), Token), Token);

        Assert.Equal([(0, 1000), (1, 3000), (2, 5000), (3, 500)], shown);
        Assert.Equal(0, _pool.InUse);
    }

    [Fact]
    public async Task ALastFrameThatBeginsPastTheEndLastsNoTime()
    {
        IAsyncEnumerable<Frame> frames = NumberedFrames.At(_pool, 2, number => TimeSpan.FromSeconds(number), Token);

        var shown = await NumberedFrames.ReadAsync(FrameDurations.Derive(frames, _ => TimeSpan.FromSeconds(0.5), Token), Token);

        Assert.Equal([(0, 1000), (1, 0)], shown);
    }

    [Theory]
    [InlineData(24000, 1001, 1000)]
    [InlineData(30, 1, 999)]
    [InlineData(1, 7, 10)]
    public async Task AConstantRateDoesNotDrift(int numerator, int denominator, int count)
    {
        var rate = new Rational(numerator, denominator);
        IAsyncEnumerable<Frame> frames = NumberedFrames.At(_pool, count, _ => default, Token);

        var shown = await NumberedFrames.ReadAsync(RetimedFrames.AtRate(frames, rate, Token), Token);

        Assert.Equal(count, shown.Count);
        Assert.Equal(1000.0 * count * denominator / numerator, shown.Sum(frame => frame.Milliseconds), 0.0001);
        Assert.All(shown, frame => Assert.Equal(1000.0 * denominator / numerator, frame.Milliseconds, 0.0002));
    }

    [Fact]
    public async Task SpeedDividesDurations()
    {
        var shown = await NumberedFrames.ReadAsync(RetimedFrames.AtSpeed(NumberedFrames.Shown(_pool, 3, Token), 0.5, Token), Token);

        Assert.Equal([(0, 20), (1, 40), (2, 60)], shown);
    }
}
