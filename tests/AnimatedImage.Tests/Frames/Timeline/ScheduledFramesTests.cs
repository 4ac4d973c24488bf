using AnimatedImage.Frames;
using AnimatedImage.Frames.Timeline;
using AnimatedImage.Media;
using AnimatedImage.Planning;

namespace AnimatedImage.Tests.Frames.Timeline;

public sealed class ScheduledFramesTests
{
    private readonly FramePool _pool = new(1, 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DelaysSpreadTheRounding()
    {
        // 24 frames a second on a clock of centiseconds: 4.1667.
        List<(int Number, int Delay)> timed = await ReadAsync(AtRate(24, 24), new FrameTiming(100, 2, 65535), TimeSpan.Zero);

        Assert.Equal(Enumerable.Range(0, 24), timed.Select(frame => frame.Number));
        Assert.All(timed, frame => Assert.InRange(frame.Delay, 4, 5));
        Assert.Equal(100, timed.Sum(frame => frame.Delay));
    }

    [Fact]
    public async Task FramesThatNoPlayerShowsAreDropped()
    {
        List<(int Number, int Delay)> timed = await ReadAsync(AtRate(120, 120), new FrameTiming(100, 2, 65535), TimeSpan.Zero);

        Assert.InRange(timed.Count, 45, 51);
        Assert.Equal(timed.Select(frame => frame.Number).Distinct().Order(), timed.Select(frame => frame.Number));
        Assert.All(timed, frame => Assert.True(frame.Delay >= 2));
        Assert.InRange(timed.Sum(frame => frame.Delay), 99, 102);
        Assert.Equal(0, _pool.InUse);
    }

    [Fact]
    public async Task FramesThatAreReplacedAreNotHeld()
    {
        // A tenth of a second at 10,000 frames a second: hundreds of frames for each slot of 20 ms.
        int most = 0;
        List<(int Number, int Delay)> timed = await ReadAsync(Watched(AtRate(1000, 10_000)), new FrameTiming(100, 2, 65535), TimeSpan.Zero);

        Assert.Equal(10, timed.Sum(frame => frame.Delay));
        Assert.InRange(most, 1, 8);
        Assert.Equal(0, _pool.InUse);

        async IAsyncEnumerable<ShownFrame> Watched(IAsyncEnumerable<ShownFrame> frames)
        {
            await foreach (ShownFrame shown in frames)
            {
                most = Math.Max(most, _pool.InUse);
                yield return shown;
            }
        }
    }

    [Fact]
    public async Task AFrameThatStaysTooLongComesSeveralTimes()
    {
        List<(int Number, int Delay)> timed = await ReadAsync(AtRate(2, 1), new FrameTiming(100, 2, 60), TimeSpan.FromSeconds(1));

        Assert.Equal([0, 0, 1, 1, 1, 1], timed.Select(frame => frame.Number));
        Assert.Equal(100, timed.Where(frame => frame.Number == 0).Sum(frame => frame.Delay));
        Assert.Equal(200, timed.Where(frame => frame.Number == 1).Sum(frame => frame.Delay));
        Assert.Equal(0, _pool.InUse);
    }

    [Fact]
    public async Task NothingComesOfNothing() =>
        Assert.Empty(await ReadAsync(AtRate(0, 25), new FrameTiming(100, 2, 65535), TimeSpan.FromSeconds(1)));

    [Fact]
    public async Task StoppingEarlyLeaksNothing()
    {
        await foreach (TimedFrame timed in ScheduledFrames.Create(AtRate(10, 25), new FrameTiming(100, 2, 65535), TimeSpan.Zero, Token))
        {
            timed.Frame.Dispose();
            break;
        }

        Assert.Equal(0, _pool.InUse);
    }

    private IAsyncEnumerable<ShownFrame> AtRate(int count, int rate) =>
        RetimedFrames.AtRate(NumberedFrames.At(_pool, count, _ => default, Token), new Rational(rate, 1), Token);

    private static async Task<List<(int Number, int Delay)>> ReadAsync(IAsyncEnumerable<ShownFrame> frames, FrameTiming timing, TimeSpan endDelay)
    {
        var list = new List<(int Number, int Delay)>();
        await foreach (TimedFrame timed in ScheduledFrames.Create(frames, timing, endDelay, Token))
        {
            using (timed.Frame)
            {
                list.Add((NumberedFrames.Number(timed.Frame), timed.Delay));
            }
        }

        return list;
    }
}
