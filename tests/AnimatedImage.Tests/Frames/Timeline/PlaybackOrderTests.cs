using AnimatedImage.Frames;
using AnimatedImage.Frames.Timeline;

namespace AnimatedImage.Tests.Frames.Timeline;

public sealed class PlaybackOrderTests
{
    private const int FrameBytes = 8 * 4 * 4;
    private readonly FramePool _pool = new(8, 4);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int, long> CountsAndLimits()
    {
        var data = new TheoryData<int, long>();
        foreach (int count in (int[])[0, 1, 2, 3, 4, 17])
        {
            data.Add(count, FrameSpool.DefaultMemoryLimit);
            data.Add(count, 3 * FrameBytes);
            data.Add(count, 0);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(CountsAndLimits))]
    public async Task ReversedFramesKeepTheirDurations(int count, long memoryLimit)
    {
        var played = await NumberedFrames.ReadAsync(ReversedFrames.Create(NumberedFrames.Shown(_pool, count, Token), memoryLimit, Token), Token);

        Assert.Equal(Enumerable.Range(0, count).Reverse().Select(Expected), played);
        Assert.Equal(0, _pool.InUse);
    }

    [Theory]
    [MemberData(nameof(CountsAndLimits))]
    public async Task BoomerangShowsTheEndsOnce(int count, long memoryLimit)
    {
        var played = await NumberedFrames.ReadAsync(BoomerangFrames.Create(NumberedFrames.Shown(_pool, count, Token), memoryLimit, Token), Token);

        IEnumerable<int> back = count > 2 ? Enumerable.Range(1, count - 2).Reverse() : [];
        Assert.Equal(Enumerable.Range(0, count).Concat(back).Select(Expected), played);
        Assert.Equal(0, _pool.InUse);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(25)]
    public async Task StoppingEarlyLeaksNothing(int taken)
    {
        Func<IAsyncEnumerable<ShownFrame>, IAsyncEnumerable<ShownFrame>>[] stages =
        [
            frames => ReversedFrames.Create(frames, 3 * FrameBytes, Token),
            frames => BoomerangFrames.Create(frames, 3 * FrameBytes, Token),
            frames => CrossfadedFrames.Create(frames, TimeSpan.FromMilliseconds(60), 2 * FrameBytes, Token),
        ];
        foreach (Func<IAsyncEnumerable<ShownFrame>, IAsyncEnumerable<ShownFrame>> stage in stages)
        {
            await NumberedFrames.TakeAsync(stage(NumberedFrames.Shown(_pool, 20, Token)), taken + 1, Token);
            Assert.Equal(0, _pool.InUse);
        }
    }

    [Fact]
    public async Task TheSpoolLeavesNoFileBehind()
    {
        using var spool = new FrameSpool(0);
        await foreach (ShownFrame shown in NumberedFrames.Shown(_pool, 5, Token))
        {
            await spool.AddAsync(shown, Token);
        }

        Assert.True(spool.UsesFile);
        Assert.Equal(0, _pool.InUse);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Empty(Directory.GetFiles(Path.GetTempPath(), "AnimatedImage-*.frames"));
        }

        using Frame frame = (await spool.ReadAsync(3, Token)).Frame;
        Assert.Equal(3, NumberedFrames.Number(frame));
    }

    private static (int Number, double Milliseconds) Expected(int number) => (number, NumberedFrames.Duration(number).TotalMilliseconds);
}
