using AnimatedImage.Encoding;

namespace AnimatedImage.Tests.Encoding;

public sealed class EncoderThreadsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Several_conversions_keep_all_threads_busy_and_take_no_more(int most)
    {
        EncoderThreads threads = new(most);
        using SemaphoreSlim begun = new(0);
        using ManualResetEventSlim go = new();
        int running = 0;
        Task<int>[] pieces = [.. Enumerable.Range(0, 20).Select(number => threads.RunAsync(
            () =>
            {
                int atOnce = Interlocked.Increment(ref running);
                begun.Release();
                go.Wait(Token);
                Interlocked.Decrement(ref running);
                return atOnce <= most ? number : -1;
            },
            Token))];

        for (int thread = 0; thread < most; thread++)
        {
            await begun.WaitAsync(Token);
        }

        go.Set();
        Assert.Equal(Enumerable.Range(0, 20), await Task.WhenAll(pieces));
    }

    [Fact]
    public async Task Work_that_comes_after_a_rest_is_done()
    {
        EncoderThreads threads = new(2);
        for (int number = 0; number < 3; number++)
        {
            Assert.Equal(number, await threads.RunAsync(() => number, Token));
        }
    }

    [Fact]
    public async Task A_failure_reaches_who_waits_for_it_and_nobody_else()
    {
        EncoderThreads threads = new(1);
        Task<int> fails = threads.RunAsync<int>(() => throw new InvalidDataException("broken"), Token);
        Task<int> succeeds = threads.RunAsync(() => 1, Token);

        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidDataException>(() => fails)).Message);
        Assert.Equal(1, await succeeds);
    }

    [Fact]
    public async Task What_was_cancelled_before_its_turn_does_not_run()
    {
        EncoderThreads threads = new(1);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using ManualResetEventSlim go = new();
        bool hasRun = false;
        Task<bool> first = threads.RunAsync(
            () =>
            {
                go.Wait(Token);
                return true;
            },
            Token);
        Task<bool> second = threads.RunAsync(() => hasRun = true, stop.Token);

        await stop.CancelAsync();
        go.Set();

        Assert.True(await first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.False(hasRun);
    }
}
