using AnimatedImage.Frames;
using AnimatedImage.Frames.Timeline;
using AnimatedImage.Planning;
using AnimatedImage.Planning.Budget;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Frames.Timeline;

public sealed class ThinnedFramesTests
{
    private readonly FramePool _pool = new(8, 4);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1.0, new[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData(0.5, new[] { 0, 2, 4 })]
    [InlineData(0.34, new[] { 0, 3 })]
    [InlineData(0.01, new[] { 0 })]
    public async Task Frames_go_evenly_and_the_time_stays(double share, int[] kept)
    {
        List<(int Number, double Milliseconds)> played = await NumberedFrames.ReadAsync(ThinnedFrames.Create(NumberedFrames.Shown(_pool, 6, Token), share, Token), Token);
        Assert.Equal(kept, played.Select(frame => frame.Number));
        Assert.Equal(210, played.Sum(frame => frame.Milliseconds), 1e-6);
        Assert.Equal(0, _pool.InUse);
    }

    [Fact]
    public async Task Every_frame_kept_is_shown_at_its_own_time()
    {
        double time = 0;
        foreach ((int number, double milliseconds) in await NumberedFrames.ReadAsync(ThinnedFrames.Create(NumberedFrames.Shown(_pool, 50, Token), 0.4, Token), Token))
        {
            Assert.Equal(Enumerable.Range(0, number).Sum(before => NumberedFrames.Duration(before).TotalMilliseconds), time, 1e-6);
            time += milliseconds;
        }
    }

    [Fact]
    public async Task Nothing_stays_nothing() =>
        Assert.Empty(await NumberedFrames.ReadAsync(ThinnedFrames.Create(NumberedFrames.Shown(_pool, 0, Token), 0.5, Token), Token));

    [Fact]
    public async Task Stopping_early_leaks_nothing()
    {
        await NumberedFrames.TakeAsync(ThinnedFrames.Create(NumberedFrames.Shown(_pool, 20, Token), 0.5, Token), 3, Token);
        Assert.Equal(0, _pool.InUse);
    }

    [Fact]
    public void A_rung_keeps_as_many_frames_as_it_says()
    {
        var settings = new EncoderSettings
        {
            Width = 640,
            Height = 360,
            HasAlpha = false,
            Quality = 80,
            PlayCount = 0,
            Timing = FrameTiming.Of(OutputFormat.Gif),
        };
        foreach (int frames in (int[])[1, 2, 3, 7, 50, 333])
        {
            Assert.All(
                BudgetLadder.Build(OutputFormat.Gif, settings, frames, 30, null).Rungs,
                rung => Assert.Equal(rung.FrameCount, Enumerable.Range(0, frames).Count(number => ThinnedFrames.IsKept(number, rung.FrameShare))));
        }
    }
}
