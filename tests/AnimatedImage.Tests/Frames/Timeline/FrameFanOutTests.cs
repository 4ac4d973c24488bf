using AnimatedImage.Frames;
using AnimatedImage.Frames.Timeline;

namespace AnimatedImage.Tests.Frames.Timeline;

public sealed class FrameFanOutTests
{
    private readonly FramePool _pool = new(4, 4);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryReaderGetsEveryFrame()
    {
        await using (var fanOut = new FrameFanOut(NumberedFrames.Shown(_pool, 200, Token), 3))
        {
            Task pump = fanOut.Start(Token);
            var lists = await Task.WhenAll(fanOut.Readers.Select(reader => NumberedFrames.ReadAsync(reader, Token)));
            await pump;

            Assert.All(lists, list => Assert.Equal(Enumerable.Range(0, 200), list.Select(frame => frame.Number)));
        }

        Assert.Equal(0, _pool.InUse);
    }

    [Fact]
    public async Task ASlowReaderHoldsTheOthersBack()
    {
        await using (var fanOut = new FrameFanOut(NumberedFrames.Shown(_pool, 1000, Token), 2, capacity: 3))
        {
            _ = fanOut.Start(Token);
            Task<List<(int Number, double Milliseconds)>> fast = NumberedFrames.ReadAsync(fanOut.Readers[0], Token);
            await foreach (ShownFrame shown in fanOut.Readers[1].WithCancellation(Token))
            {
                // Three in the slow channel, one on its way, one in hand; the fast reader may hold one and have one queued.
                Assert.InRange(_pool.InUse, 1, 8);
                shown.Frame.Dispose();
                await Task.Yield();
            }

            Assert.Equal(1000, (await fast).Count);
        }

        Assert.Equal(0, _pool.InUse);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public async Task AReaderThatStopsEndsTheOthers(int taken)
    {
        await using (var fanOut = new FrameFanOut(NumberedFrames.Shown(_pool, 100_000, Token), 3))
        {
            Task pump = fanOut.Start(Token);
            Task first = NumberedFrames.ReadAsync(fanOut.Readers[0], Token);
            Task second = NumberedFrames.ReadAsync(fanOut.Readers[1], Token);
            await NumberedFrames.TakeAsync(fanOut.Readers[2], taken, Token);

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pump);
        }

        Assert.Equal(0, _pool.InUse);
    }

    [Fact]
    public async Task AFailingSourceFailsEveryReader()
    {
        async IAsyncEnumerable<ShownFrame> Broken()
        {
            await foreach (ShownFrame shown in NumberedFrames.Shown(_pool, 10, Token))
            {
                yield return shown;
            }

            throw new InvalidDataException("broken");
        }

        await using (var fanOut = new FrameFanOut(Broken(), 2))
        {
            Task pump = fanOut.Start(Token);
            Task first = NumberedFrames.ReadAsync(fanOut.Readers[0], Token);
            Task second = NumberedFrames.ReadAsync(fanOut.Readers[1], Token);

            foreach (Task task in (Task[])[first, second, pump])
            {
                Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidDataException>(() => task)).Message);
            }
        }

        Assert.Equal(0, _pool.InUse);
    }

    [Fact]
    public async Task CancellationLeaksNothing()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using (var fanOut = new FrameFanOut(NumberedFrames.Shown(_pool, 100_000, Token), 2))
        {
            Task pump = fanOut.Start(cancellation.Token);
            Task reader = NumberedFrames.ReadAsync(fanOut.Readers[0], cancellation.Token);
            await NumberedFrames.TakeAsync(TakeThenCancel(fanOut.Readers[1]), 100, Token);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pump);
        }

        Assert.Equal(0, _pool.InUse);

        async IAsyncEnumerable<ShownFrame> TakeThenCancel(IAsyncEnumerable<ShownFrame> frames)
        {
            int count = 0;
            await foreach (ShownFrame shown in frames.WithCancellation(Token))
            {
                yield return shown;
                if (++count == 20)
                {
                    await cancellation.CancelAsync();
                    yield break;
                }
            }
        }
    }

    [Fact]
    public async Task ReadersThatNeverReadLeakNothing()
    {
        await using (var fanOut = new FrameFanOut(NumberedFrames.Shown(_pool, 100, Token), 2))
        {
            _ = fanOut.Start(Token);
            await Task.Yield();
        }

        Assert.Equal(0, _pool.InUse);
    }
}
