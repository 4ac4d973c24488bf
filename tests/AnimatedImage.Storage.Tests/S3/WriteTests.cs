using Amazon.S3.Model;
using AnimatedImage.Failures;
using AnimatedImage.Storage.S3;
using AnimatedImage.Storage.Tests.Servers;

namespace AnimatedImage.Storage.Tests.S3;

/// <summary>Writing whole or not at all, against a real store.</summary>
public sealed class WriteTests(RealStore real)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(PartSizes.First)]
    [InlineData(PartSizes.First + 1)]
    [InlineData(3 * PartSizes.First)]
    [InlineData(50_000_000)]
    public async Task What_was_written_is_read_back(int length)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        byte[] bytes = Bytes.Random(length);
        StoreObject written = await Bytes.WriteAsync(bucket.Store, bucket.At("out.gif"), bytes, piece: 777_777);

        StoreObject stored = await bucket.Store.DescribeAsync(bucket.At("out.gif"), Token);
        Assert.Equal((length, "image/gif"), (stored.Bytes, stored.ContentType));
        Assert.Equal((stored.Bytes, stored.ETag), (written.Bytes, written.ETag));
        Assert.Equal(length > PartSizes.First, stored.ETag!.Contains('-', StringComparison.Ordinal));
        if (length > 0)
        {
            Assert.Equal(bytes, await Bytes.ReadAsync(bucket.Store, bucket.At("out.gif"), 0, length));
        }

        Assert.Equal(0, await bucket.OpenUploadsAsync());
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(20_000_000)]
    public async Task Everything_that_belongs_to_an_object_is_stored_with_it(int length)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        UploadOptions options = new()
        {
            ContentType = "image/webp",
            CacheControl = "public, max-age=60",
            Metadata = new Dictionary<string, string> { ["Content-Key"] = "abc123", ["source"] = "a b" },
            Tags = new Dictionary<string, string> { ["team"] = "media & more", ["k"] = "v=1" },
            StorageClass = "STANDARD",
        };
        await using (IStoreUpload upload = await bucket.Store.UploadAsync(bucket.At("out.webp"), options, Token))
        {
            await upload.WriteAsync(Bytes.Random(length), Token);
            await upload.CompleteAsync(Token);
        }

        StoreObject stored = await bucket.Store.DescribeAsync(bucket.At("out.webp"), Token);
        Assert.Equal("image/webp", stored.ContentType);
        Assert.Equal(new Dictionary<string, string> { ["content-key"] = "abc123", ["source"] = "a b" }, stored.Metadata);
        GetObjectMetadataResponse head = await bucket.Client.GetObjectMetadataAsync(bucket.Name, "out.webp", Token);
        Assert.Equal("public, max-age=60", head.Headers.CacheControl);
        GetObjectTaggingResponse tags = await bucket.Client.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = bucket.Name, Key = "out.webp" }, Token);
        Assert.Equal(options.Tags, tags.Tagging.ToDictionary(tag => tag.Key, tag => tag.Value));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(20_000_000)]
    public async Task Nothing_shows_before_it_is_whole_and_nothing_remains_of_what_is_given_up(int length)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await using (IStoreUpload upload = await bucket.Store.UploadAsync(bucket.At("out.gif"), new UploadOptions { ContentType = "image/gif" }, Token))
        {
            await upload.WriteAsync(Bytes.Random(length), Token);
            await upload.FlushAsync(Token);
            Assert.Empty(await bucket.KeysAsync());
            Assert.Equal(length > PartSizes.First ? 1 : 0, await bucket.OpenUploadsAsync());
        }

        Assert.Empty(await bucket.KeysAsync());
        Assert.Equal(0, await bucket.OpenUploadsAsync());
    }

    [Fact]
    public async Task A_cancelled_upload_leaves_nothing()
    {
        using TestBucket bucket = await real.NewBucketAsync();
        using CancellationTokenSource cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using (IStoreUpload upload = await bucket.Store.UploadAsync(bucket.At("out.gif"), new UploadOptions { ContentType = "image/gif" }, cancellation.Token))
        {
            await upload.WriteAsync(Bytes.Random(30_000_000), cancellation.Token);
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload.CompleteAsync(cancellation.Token));
        }

        Assert.Empty(await bucket.KeysAsync());
        Assert.Equal(0, await bucket.OpenUploadsAsync());
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(10_000_000)]
    public async Task An_object_is_replaced_only_when_asked(int length)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await bucket.PutAsync("out.gif", [1, 2, 3]);
        ConversionException exists = await Assert.ThrowsAsync<ConversionException>(() => Bytes.WriteAsync(bucket.Store, bucket.At("out.gif"), Bytes.Random(length)));
        Assert.Equal((ErrorId.DestinationExists, FailureKind.Input), (exists.ErrorId, exists.Kind));
        Assert.Equal([1, 2, 3], await Bytes.ReadAsync(bucket.Store, bucket.At("out.gif"), 0, 100));
        Assert.Equal(0, await bucket.OpenUploadsAsync());

        await Bytes.WriteAsync(bucket.Store, bucket.At("out.gif"), Bytes.Random(length), overwrite: true);
        Assert.Equal(length, (await bucket.Store.DescribeAsync(bucket.At("out.gif"), Token)).Bytes);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(10_000_000)]
    public async Task Of_eight_writers_one_wins(int length)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        byte[][] contents = [.. Enumerable.Range(0, 8).Select(seed => Bytes.Random(length, seed))];
        Task<StoreObject>[] writers = [.. contents.Select(bytes => Task.Run(() => Bytes.WriteAsync(bucket.Store, bucket.At("out.gif"), bytes)))];
        await Task.WhenAll(writers).ContinueWith(_ => { }, TaskScheduler.Default);

        Task<StoreObject> winner = Assert.Single(writers, writer => writer.IsCompletedSuccessfully);
        Assert.All(writers.Where(writer => writer != winner), loser => Assert.Equal(ErrorId.DestinationExists, Assert.IsType<ConversionException>(loser.Exception!.InnerException).ErrorId));
        Assert.Equal(contents[Array.IndexOf(writers, winner)], await Bytes.ReadAsync(bucket.Store, bucket.At("out.gif"), 0, length));
        Assert.Equal(0, await bucket.OpenUploadsAsync());
    }
}
