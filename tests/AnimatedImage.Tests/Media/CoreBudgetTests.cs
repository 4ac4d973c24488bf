using AnimatedImage.Media;

namespace AnimatedImage.Tests.Media;

public sealed class CoreBudgetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunningConversionsShareTheCores()
    {
        using CoreBudget budget = new(8);
        Assert.Equal(8, budget.Share);
        using IDisposable first = await budget.BeginAsync(true, Token);
        Assert.Equal(8, budget.Share);
        Assert.True(budget.IsUndivided);
        IDisposable second = await budget.BeginAsync(false, Token);
        IDisposable third = await budget.BeginAsync(true, Token);
        Assert.Equal(2, budget.Share);
        Assert.False(budget.IsUndivided);
        second.Dispose();
        second.Dispose();
        Assert.Equal(4, budget.Share);
        third.Dispose();
        Assert.Equal(8, budget.Share);
    }

    [Fact]
    public async Task MoreConversionsThanCoresWaitUnlessTheyWaitForANetwork()
    {
        using CoreBudget budget = new(1);
        IDisposable first = await budget.BeginAsync(true, Token);
        using IDisposable remote = await budget.BeginAsync(false, Token);
        Assert.Equal(1, budget.Share);
        using CancellationTokenSource stop = new();
        Task<IDisposable> given = budget.BeginAsync(true, stop.Token);
        Task<IDisposable> waiting = budget.BeginAsync(true, Token);
        Assert.False(given.IsCompleted);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.False(waiting.IsCompleted);
        first.Dispose();
        (await waiting).Dispose();
    }

    [Fact]
    public async Task SeeksOfAllConversionsTogetherAreNoMoreThanCores()
    {
        using CoreBudget budget = new(2);
        using IDisposable first = await budget.SeekAsync(Token);
        IDisposable second = await budget.SeekAsync(Token);
        Task<IDisposable> third = budget.SeekAsync(Token);
        Assert.False(third.IsCompleted);
        second.Dispose();
        (await third).Dispose();
    }
}
