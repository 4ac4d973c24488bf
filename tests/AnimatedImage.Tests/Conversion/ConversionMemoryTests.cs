using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Conversion;

/// <summary>Measures the whole process, so no other test may run beside it.</summary>
[CollectionDefinition(nameof(ConversionMemoryTests), DisableParallelization = true)]
[Collection(nameof(ConversionMemoryTests))]
public sealed class ConversionMemoryTests : ConversionBench
{
    /// <summary>The buffers of one such conversion take 5 (AVIF) to 20 MB; texts, tasks and the like of one 1 to 2 MB.</summary>
    private const long Most = 4 << 20;

    [Theory]
    [InlineData(OutputFormat.Gif)]
    [InlineData(OutputFormat.WebP)]
    [InlineData(OutputFormat.Apng)]
    [InlineData(OutputFormat.Avif)]
    public async Task A_conversion_takes_over_the_buffers_of_the_one_before(OutputFormat format)
    {
        string clip = Clip(picture: "testsrc2=size=480x270:rate=10:duration=1");
        ConversionRequest request = Request(clip, "out{autoext}") with { Formats = [format], Force = true };
        await ConvertAsync(request);
        List<long> taken = [];
        for (int run = 0; run < 3; run++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await ConvertAsync(request);
            taken.Add(GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        // How many frames are under way at once differs a little from run to run.
        Assert.InRange(taken.Min(), 1, Most);
    }
}
