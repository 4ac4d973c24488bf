using System.Security.Cryptography;
using AnimatedImage.Failures;
using AnimatedImage.Storage.S3;
using AnimatedImage.Storage.Tests.Servers;

namespace AnimatedImage.Storage.Tests.S3;

/// <summary>
/// What would be sent to providers that no test can reach, held against their public documentation. AWS:
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html and .../API/sigv4-auth-using-authorization-header.html;
/// COS: https://www.tencentcloud.com/document/product/436/7749 and 7742; OSS:
/// https://www.alibabacloud.com/help/en/oss/developer-reference/use-aws-sdks-to-access-oss.
/// </summary>
public sealed class RequestShapeTests
{
    private const string Key = "clips/a b+ü.gif";
    private const string Path = "/clips/a%20b%2B%C3%BC.gif";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreProvider.Aws, "eu-west-1", "bucket", "https://bucket.s3.eu-west-1.amazonaws.com", "eu-west-1")]
    [InlineData(StoreProvider.Cos, "ap-guangzhou", "bucket-1250000000", "https://bucket-1250000000.cos.ap-guangzhou.myqcloud.com", "ap-guangzhou")]
    [InlineData(StoreProvider.Oss, "cn-hangzhou", "bucket", "https://bucket.s3.oss-cn-hangzhou.aliyuncs.com", "cn-hangzhou")]
    [InlineData(StoreProvider.Oss, "oss-cn-hangzhou", "bucket", "https://bucket.s3.oss-cn-hangzhou.aliyuncs.com", "cn-hangzhou")]
    public async Task The_bucket_is_in_the_host_and_the_region_in_the_signature(StoreProvider provider, string region, string bucket, string host, string scope)
    {
        Recorder recorder = new();
        (S3Store store, MediaLocation location) = Open(recorder, provider, region, bucket);
        using (store)
        {
            Assert.Equal(100, (await Bytes.ReadAsync(store, location, 100, 100, "abc")).Length);
            RecordedRequest read = recorder.Requests[^1];
            Assert.Equal(("GET", host + Path), (read.Method, read.Address.AbsoluteUri));
            Assert.Equal(("bytes=100-199", "\"abc\""), (read.Header("Range"), read.Header("If-Match")));
            Assert.Equal($"{scope}/s3/aws4_request", read.Scope);
            Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/", read.Header("Authorization"), StringComparison.Ordinal);
            Assert.Superset(new HashSet<string> { "host", "x-amz-date", "x-amz-content-sha256", "range", "if-match" }, read.Signed.ToHashSet());
            Assert.Equal("a session token", read.Header("x-amz-security-token"));
            Assert.Contains("x-amz-security-token", read.Signed);

            await store.ListAsync(MediaLocation.FromObject(location.Scheme, bucket, "clips/"), new StoreListing { Recurse = false }, Token).ToListAsync(Token);
            Assert.StartsWith(host + "/?", recorder.Requests[^1].Address.AbsoluteUri, StringComparison.Ordinal);
            Assert.Superset(new HashSet<string> { "list-type=2", "prefix=clips%2F", "delimiter=%2F", "max-keys=1000" }, recorder.Requests[^1].Address.Query[1..].Split('&').ToHashSet());

            await store.DeleteAsync(location, Token);
            Assert.Equal(("DELETE", host + Path), (recorder.Requests[^1].Method, recorder.Requests[^1].Address.AbsoluteUri));
        }
    }

    [Theory]
    [InlineData(StoreProvider.Aws, "if-none-match", "*", true)]
    [InlineData(StoreProvider.Cos, "x-cos-forbid-overwrite", "true", false)]
    [InlineData(StoreProvider.Oss, "x-oss-forbid-overwrite", "true", false)]
    public async Task A_small_object_is_put_by_one_request_that_keeps_what_is_there(StoreProvider provider, string header, string value, bool hasChecksum)
    {
        Recorder recorder = new();
        (S3Store store, MediaLocation location) = Open(recorder, provider, "r-1", "bucket-1");
        using (store)
        {
            await Assert.ThrowsAsync<ConversionException>(() => WriteAsync(store, location, new byte[1000], overwrite: false));
            RecordedRequest put = Assert.Single(recorder.Requests, request => request.Method == "PUT");
            Assert.Equal(Path, put.Address.AbsolutePath);
            Assert.Equal(1000, put.Body.Length);
            Assert.Equal(Convert.ToBase64String(MD5.HashData(put.Body)), put.Header("Content-MD5"));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(put.Body)), put.Header("x-amz-content-sha256"));
            Assert.Equal(("image/gif", "no-cache", "abc"), (put.Header("Content-Type"), put.Header("Cache-Control"), put.Header("x-amz-meta-content-key")));
            Assert.Equal(("team=media", "STANDARD_IA"), (put.Header("x-amz-tagging"), put.Header("x-amz-storage-class")));
            Assert.Equal(value, put.Header(header));
            Assert.Contains(header, put.Signed);
            Assert.Null(put.Header("Expect"));
            Assert.Equal(provider == StoreProvider.Aws, put.Headers.ContainsKey("If-None-Match"));

            // COS and OSS know neither chunks with signatures nor the newer checksums.
            Assert.DoesNotContain("aws-chunked", put.Header("Content-Encoding") ?? "", StringComparison.Ordinal);
            Assert.Equal(hasChecksum, put.Headers.Keys.Any(name => name.StartsWith("x-amz-checksum-", StringComparison.OrdinalIgnoreCase)));

            await Assert.ThrowsAsync<ConversionException>(() => WriteAsync(store, location, new byte[1000], overwrite: true));
            Assert.Null(recorder.Requests.Last(request => request.Method == "PUT").Header(header));
        }
    }

    [Theory]
    [InlineData(StoreProvider.Aws, "if-none-match", "*")]
    [InlineData(StoreProvider.Cos, "x-cos-forbid-overwrite", "true")]
    [InlineData(StoreProvider.Oss, "x-oss-forbid-overwrite", "true")]
    public async Task A_large_object_goes_in_parts_and_keeps_what_is_there(StoreProvider provider, string header, string value)
    {
        Recorder recorder = new();
        (S3Store store, MediaLocation location) = Open(recorder, provider, "r-1", "bucket-1");
        using (store)
        {
            await Assert.ThrowsAsync<ConversionException>(() => WriteAsync(store, location, new byte[PartSizes.First + 1000], overwrite: false));
            RecordedRequest begin = Assert.Single(recorder.Requests, request => request.Address.Query == "?uploads");
            Assert.Equal(("image/gif", "no-cache", "abc"), (begin.Header("Content-Type"), begin.Header("Cache-Control"), begin.Header("x-amz-meta-content-key")));
            Assert.Equal(("team=media", "STANDARD_IA"), (begin.Header("x-amz-tagging"), begin.Header("x-amz-storage-class")));

            RecordedRequest[] parts = [.. recorder.Requests.Where(request => request.Method == "PUT").OrderBy(part => part.Address.Query)];
            Assert.Equal([PartSizes.First, 1000], parts.Select(part => part.Body.Length));
            Assert.All(parts, part => Assert.Equal(Convert.ToBase64String(MD5.HashData(part.Body)), part.Header("Content-MD5")));
            Assert.All(parts, part => Assert.Contains("uploadId=u1", part.Address.Query, StringComparison.Ordinal));

            RecordedRequest complete = Assert.Single(recorder.Requests, request => request is { Method: "POST", Address.Query: "?uploadId=u1" });
            Assert.Equal(value, complete.Header(header));
            Assert.Contains(header, complete.Signed);
            Assert.Equal(provider == StoreProvider.Aws, complete.Headers.ContainsKey("If-None-Match"));
        }
    }

    [Theory]
    [InlineData(StoreProvider.Cos, "-Region ap-guangzhou")]
    [InlineData(StoreProvider.Oss, "-Region cn-hangzhou")]
    [InlineData(StoreProvider.S3Compatible, "-Endpoint")]
    public void What_a_provider_cannot_do_without_is_asked_for(StoreProvider provider, string advice)
    {
        ConversionException told = Assert.Throws<ConversionException>(() => StoreAddress.Of(new StoreProfile { Name = "mine", Provider = provider }));
        Assert.Equal(ErrorId.InvalidParameter, told.ErrorId);
        Assert.Contains($"Set-AnimationStorage mine {advice}", told.Advice!, StringComparison.Ordinal);
    }

    private static (S3Store Store, MediaLocation Location) Open(Recorder recorder, StoreProvider provider, string region, string bucket)
    {
        StoreProfile profile = new() { Name = "far", Provider = provider, Region = region, Credential = new CredentialReference { Kind = CredentialKind.Session } };
        KnownCredential credential = new(new StoreCredential("AKIDEXAMPLE", "secret", "a session token"));
        return (new S3Store(profile, credential, recorder), MediaLocation.FromObject(profile.Scheme, bucket, Key));
    }

    /// <summary>Fails at the end, for the recorder keeps nothing that could be verified.</summary>
    private static async Task WriteAsync(S3Store store, MediaLocation location, byte[] bytes, bool overwrite)
    {
        UploadOptions options = new()
        {
            ContentType = "image/gif",
            CacheControl = "no-cache",
            Metadata = new Dictionary<string, string> { ["content-key"] = "abc" },
            Tags = new Dictionary<string, string> { ["team"] = "media" },
            StorageClass = "STANDARD_IA",
            Overwrite = overwrite,
        };
        await using IStoreUpload upload = await store.UploadAsync(location, options, Token);
        await upload.WriteAsync(bytes, Token);
        await upload.CompleteAsync(Token);
    }
}
