using AnimatedImage.Storage.S3;

namespace AnimatedImage.Storage.Tests.S3;

public sealed class PartSizesTests
{
    [Fact]
    public void Ten_thousand_parts_hold_five_tebibytes_and_none_is_too_small_or_too_large()
    {
        const long fiveTebibytes = 5L << 40;
        long sent = 0;
        int count = 0;
        while (sent < fiveTebibytes)
        {
            int size = PartSizes.Next(sent);
            Assert.InRange(size, 5 << 20, 1 << 30);
            Assert.InRange((long)size * PartSizes.AtOnce(size), 1, Math.Max(24L << 20, size));
            sent += size;
            count++;
        }

        Assert.InRange(count, 9000, PartSizes.MostParts);
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(8_000_000_000, 8)]
    [InlineData(100_000_000_000, 96)]
    public void Parts_grow_with_what_was_sent(long sent, int mebibytes) => Assert.Equal(mebibytes << 20, PartSizes.Next(sent));
}
