using Amazon;
using AnimatedImage.Failures;
using AnimatedImage.Storage.Tests.Servers;

namespace AnimatedImage.Storage.Tests.S3;

/// <summary>Alone, because the SDK's clock belongs to the whole process.</summary>
[CollectionDefinition(nameof(ClockTests), DisableParallelization = true)]
[Collection(nameof(ClockTests))]
public sealed class ClockTests(RealStore real)
{
    [Theory]
    [InlineData(3, 25, "is 3 h 24 min ahead of the store's", "is 3 h 25 min ahead of the store's")]
    [InlineData(0, -20, "is 20 min 0 s behind the store's", "is 20 min 1 s behind the store's")]
    public async Task A_wrong_clock_is_told_with_how_wrong_it_is(int hours, int minutes, params string[] says)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        AWSConfigs.ManualClockCorrection = new TimeSpan(hours, minutes, 0);
        try
        {
            ConversionException told = await Told.ByAsync(ErrorId.StorageDenied, () => StoreAct.Read.DoAsync(bucket.Stores, bucket.At("clip.mp4")));
            Assert.Contains("HTTP 403 RequestTimeTooSkewed", told.Message, StringComparison.Ordinal);
            Assert.Contains(says, text => told.Message.Contains(text, StringComparison.Ordinal));
            Assert.Contains("Set the clock", told.Advice!, StringComparison.Ordinal);
        }
        finally
        {
            AWSConfigs.ManualClockCorrection = null;
        }
    }
}
