using System.Runtime.CompilerServices;
using AnimatedImage.Frames;
using AnimatedImage.Frames.Timeline;

namespace AnimatedImage.Tests.Frames.Timeline;

public sealed class CrossfadedFramesTests
{
    private readonly FramePool _pool = new(2, 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FrameSpool.DefaultMemoryLimit)]
    [InlineData(8)]
    [InlineData(0)]
    public async Task TheLastFramesLeadToTheFirst(long memoryLimit)
    {
        // Ten frames of 100 ms with red = 20 × number; a fade of 300 ms covers three of them.
        List<double> reds = await RedsAsync(10, 300, memoryLimit);

        // 3…6 as they are, then 7, 8, 9 with ¼, ½, ¾ of 0, 1, 2.
        Assert.Equal([60, 80, 100, 120, (140 * 0.75) + 0, (160 * 0.5) + 10, (180 * 0.25) + 30], reds);
        Assert.Equal(0, _pool.InUse);
    }

    [Theory]
    [InlineData(0, 300, new double[] { })]
    [InlineData(1, 300, new double[] { 0 })]
    [InlineData(2, 300, new double[] { 10 })]
    [InlineData(3, 300, new double[] { 20, 20 })]
    [InlineData(5, 400, new double[] { 40, 40, 40 })]
    [InlineData(6, 300, new double[] { 45, 50, 55 })]
    [InlineData(4, 10, new double[] { 20, 40, 30 })]
    public async Task ShortAnimationsBlendTheirHalves(int count, int fade, double[] expected)
    {
        List<double> reds = await RedsAsync(count, fade, FrameSpool.DefaultMemoryLimit);

        Assert.Equal(expected.Length, reds.Count);
        Assert.All(expected.Zip(reds), pair => Assert.Equal(pair.First, pair.Second, 1.0));
        Assert.Equal(0, _pool.InUse);
    }

    [Fact]
    public void InvisiblePixelsDoNotShineThrough()
    {
        byte[] result = new byte[8];

        FrameMix.Blend([200, 100, 50, 255, 9, 9, 9, 0], [0, 255, 0, 0, 9, 9, 9, 0], 0.5, result);

        Assert.Equal([200, 100, 50, 128, 0, 0, 0, 0], result);
    }

    [Fact]
    public void PlanesAreMixedSampleBySample()
    {
        var pool = new FramePool(2, 2, PixelLayout.Yuv420);
        using Frame from = pool.Rent(), to = pool.Rent(), result = pool.Rent();
        new byte[] { 0, 100, 200, 255, 128, 16 }.CopyTo(from.Pixels);
        new byte[] { 100, 0, 200, 0, 64, 240 }.CopyTo(to.Pixels);

        FrameMix.Blend(from, to, 0.25, result);

        Assert.Equal([25, 75, 200, 191, 112, 72], result.Pixels.ToArray());
    }

    private async Task<List<double>> RedsAsync(int count, int fade, long memoryLimit)
    {
        var reds = new List<double>();
        await foreach (ShownFrame shown in CrossfadedFrames.Create(RampAsync(count, Token), TimeSpan.FromMilliseconds(fade), memoryLimit, Token))
        {
            using Frame frame = shown.Frame;
            reds.Add(frame.Pixels.Span[0]);
            Assert.Equal(255, frame.Pixels.Span[7]);
            Assert.Equal(TimeSpan.FromMilliseconds(100), shown.Duration);
        }

        return reds;
    }

    private async IAsyncEnumerable<ShownFrame> RampAsync(int count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int number = 0; number < count; number++)
        {
            await Task.Delay(0, cancellationToken);
            Frame frame = _pool.Rent();
            frame.Pixels.Span.Fill(255);
            frame.Pixels.Span[0] = (byte)(20 * number);
            yield return new ShownFrame(frame, TimeSpan.FromMilliseconds(100));
        }
    }
}
