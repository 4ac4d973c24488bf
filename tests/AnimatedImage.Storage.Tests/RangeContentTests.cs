using AnimatedImage.Failures;
using AnimatedImage.Storage.Tests.Servers;

namespace AnimatedImage.Storage.Tests;

public sealed class RangeContentTests
{
    private static readonly MediaLocation _location = MediaLocation.Parse("s3://bucket/clip.mp4");

    [Fact]
    public async Task Silence_is_a_failure_that_may_pass()
    {
        using Silence silence = new();
        await using RangeContent content = new(silence, silence, _location, TimeSpan.FromMilliseconds(50));
        ConversionException told = await Told.ByAsync(ErrorId.StorageUnreachable, () => content.ReadAsync(new byte[10], TestContext.Current.CancellationToken).AsTask());
        Assert.True(told.IsTransient);
        Assert.Contains("fell silent", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_is_no_failure()
    {
        using Silence silence = new();
        using CancellationTokenSource cancellation = new(TimeSpan.FromMilliseconds(50));
        await using RangeContent content = new(silence, silence, _location);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => content.ReadAsync(new byte[10], cancellation.Token).AsTask());
    }

    private sealed class Silence : ForwardStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
