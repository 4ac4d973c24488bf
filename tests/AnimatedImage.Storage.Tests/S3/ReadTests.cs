using AnimatedImage.Failures;
using AnimatedImage.Storage.Tests.Servers;

namespace AnimatedImage.Storage.Tests.S3;

/// <summary>Reading and listing, against a real store.</summary>
public sealed class ReadTests(RealStore real)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1000, 5000)]
    [InlineData(99_999, 1)]
    [InlineData(99_000, 5000)]
    [InlineData(0, long.MaxValue)]
    [InlineData(100_000, 1)]
    [InlineData(5_000_000, 10)]
    public async Task A_range_holds_what_lies_there(long offset, long count)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        byte[] bytes = Bytes.Random(100_000);
        await bucket.PutAsync("clip.mp4", bytes);

        byte[] expected = offset >= bytes.Length ? [] : bytes[(int)offset..(int)Math.Min(bytes.Length, offset + Math.Min(count, bytes.Length))];
        Assert.Equal(expected, await Bytes.ReadAsync(bucket.Store, bucket.At("clip.mp4"), offset, count));
        await using StoreRange range = await bucket.Store.ReadAsync(bucket.At("clip.mp4"), offset, count, null, Token);
        Assert.Equal((offset, expected.Length, 100_000), (range.Offset, range.Count, range.TotalBytes));
    }

    [Theory]
    [InlineData("a b+c%20d&e=f#g?h;i@j,k.mp4")]
    [InlineData("ümlaut/日本/🎬 [1].mp4")]
    [InlineData("a//b/./x.mp4")]
    [InlineData("trailing/")]
    [InlineData("*(weird)'~!$.mp4")]
    public async Task Every_character_of_a_key_means_itself(string key)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        byte[] bytes = Bytes.Random(100);
        if (key.Contains("/./", StringComparison.Ordinal))
        {
            ConversionException refused = await Assert.ThrowsAsync<ConversionException>(() => bucket.Store.DescribeAsync(bucket.At(key), Token));
            Assert.Equal(ErrorId.InvalidParameter, refused.ErrorId);
            return;
        }

        await Bytes.WriteAsync(bucket.Store, bucket.At(key), bytes);
        Assert.Equal([key], await bucket.KeysAsync());
        Assert.Equal(100, (await bucket.Store.DescribeAsync(bucket.At(key), Token)).Bytes);
        Assert.Equal(bytes, await Bytes.ReadAsync(bucket.Store, bucket.At(key), 0, 1000));
        Assert.Equal(key, (await bucket.Store.ListAsync(bucket.At(""), new StoreListing(), Token).SingleAsync(Token)).Location.Key);
        await bucket.Store.DeleteAsync(bucket.At(key), Token);
        Assert.Empty(await bucket.KeysAsync());
    }

    [Fact]
    public async Task A_version_is_pinned_by_its_etag()
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await bucket.PutAsync("clip.mp4", Bytes.Random(1000, seed: 1));
        string etag = (await bucket.Store.DescribeAsync(bucket.At("clip.mp4"), Token)).ETag!;
        Assert.Equal(1000, (await Bytes.ReadAsync(bucket.Store, bucket.At("clip.mp4"), 0, 5000, etag)).Length);

        await bucket.PutAsync("clip.mp4", Bytes.Random(1000, seed: 2));
        ConversionException changed = await Assert.ThrowsAsync<ConversionException>(() => Bytes.ReadAsync(bucket.Store, bucket.At("clip.mp4"), 0, 10, etag));
        Assert.Equal((ErrorId.SourceChanged, FailureKind.Source, false), (changed.ErrorId, changed.Kind, changed.IsTransient));
    }

    [Fact]
    public async Task A_listing_streams_page_by_page_in_the_order_of_keys()
    {
        using TestBucket bucket = await real.NewBucketAsync();
        string[] keys = [.. Enumerable.Range(0, 2500).Select(number => $"clips/{number:D4}.mp4")];
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Token }, async (key, _) => await bucket.PutAsync(key, [1, 2, 3]));
        await bucket.PutAsync("clips/deep/er.mp4", [1]);
        await bucket.PutAsync("other/x.mp4", [1]);

        List<StoreObject> all = await bucket.Store.ListAsync(bucket.At("clips/"), new StoreListing(), Token).ToListAsync(Token);
        Assert.Equal([.. keys, "clips/deep/er.mp4"], all.Select(found => found.Location.Key!));
        Assert.All(all.Take(2500), found => Assert.Equal((3, 32), (found.Bytes, found.ETag!.Length)));

        List<StoreObject> flat = await bucket.Store.ListAsync(bucket.At("clips/"), new StoreListing { Recurse = false, StartAfter = "clips/2400.mp4" }, Token).ToListAsync(Token);
        Assert.Equal(keys[2401..], flat.Select(found => found.Location.Key!));
    }
}
