using AnimatedImage.Storage.Tests.Servers;

namespace AnimatedImage.Storage.Tests.S3;

/// <summary>An upload of a process that ends in the middle of it.</summary>
public sealed class ProcessEndTests(RealStore real)
{
    [Fact]
    public async Task Nothing_remains_of_it_and_it_never_took_much_memory()
    {
        using TestBucket bucket = await real.NewBucketAsync();
        long peak = await UploadingProcess.RunAsync(await real.GetAsync(), bucket.At("out.gif"), mebibytes: 300);
        Assert.Empty(await bucket.KeysAsync());
        Assert.Equal(0, await bucket.OpenUploadsAsync());
        Assert.InRange(peak, 1, 200 << 20);
        TestContext.Current.TestOutputHelper!.WriteLine($"peak: {peak >> 20} MiB");
    }
}
