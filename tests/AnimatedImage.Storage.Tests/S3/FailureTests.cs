using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Storage.Tests.Servers;
using AnimatedImage.TestServers.Ceph;
using AnimatedImage.TestServers.Proxy;

namespace AnimatedImage.Storage.Tests.S3;

/// <summary>What a real store's refusals become: one clear error each.</summary>
public sealed class FailureTests(RealStore real)
{
    private const string WrongSecret = "wRoNgSeCrEt0123456789";

    // Nobody listens on that port.
    private static readonly Uri s_nobody = new("http://127.0.0.1:1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreAct.Describe)]
    [InlineData(StoreAct.Read)]
    [InlineData(StoreAct.List)]
    [InlineData(StoreAct.Write)]
    [InlineData(StoreAct.WriteParts)]
    [InlineData(StoreAct.Delete)]
    public async Task A_wrong_secret_is_told_with_bucket_endpoint_status_and_request(StoreAct act)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await bucket.PutAsync("clip.mp4", [1, 2, 3]);
        CephServer server = await real.GetAsync();
        using MediaStores stores = bucket.Open(server.Endpoint, new StoreCredential(server.AccessKey, WrongSecret));

        ConversionException told = await Told.ByAsync(ErrorId.StorageDenied, () => act.DoAsync(stores, bucket.At("clip.mp4")), WrongSecret, server.AccessKey, server.SecretKey);
        Assert.Contains(bucket.Name, told.Message, StringComparison.Ordinal);
        Assert.Contains(server.Endpoint.Authority, told.Message, StringComparison.Ordinal);
        Assert.Contains("HTTP 403 SignatureDoesNotMatch, request tx", told.Message, StringComparison.Ordinal);
        Assert.Contains("secret key is wrong", told.Message, StringComparison.Ordinal);
        Assert.Contains("storage profile ceph", told.Advice!, StringComparison.Ordinal);
        Assert.Equal((FailureKind.Input, false), (told.Kind, told.IsTransient));
    }

    [Fact]
    public async Task An_unknown_access_key_is_told_without_it()
    {
        using TestBucket bucket = await real.NewBucketAsync();
        using MediaStores stores = bucket.Open((await real.GetAsync()).Endpoint, new StoreCredential("nobodysaccesskey", WrongSecret));
        ConversionException told = await Told.ByAsync(ErrorId.StorageDenied, () => StoreAct.Describe.DoAsync(stores, bucket.At("clip.mp4")), WrongSecret, "nobodysaccesskey");
        Assert.Contains("does not know the access key", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StoreAct.Read, "may read objects")]
    [InlineData(StoreAct.List, "may list objects")]
    [InlineData(StoreAct.Write, "may write objects")]
    public async Task A_missing_right_is_named(StoreAct act, string right)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await bucket.PutAsync("clip.mp4", [1, 2, 3]);
        CephServer server = await real.GetAsync();
        string name = $"guest{Guid.NewGuid():N}";
        await server.AddUserAsync(name, name, WrongSecret);
        using MediaStores stores = bucket.Open(server.Endpoint, new StoreCredential(name, WrongSecret));
        ConversionException told = await Told.ByAsync(ErrorId.StorageDenied, () => act.DoAsync(stores, bucket.At("clip.mp4")), WrongSecret);
        Assert.Contains("HTTP 403 AccessDenied", told.Message, StringComparison.Ordinal);
        Assert.Contains(right, told.Advice!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StoreAct.Describe)]
    [InlineData(StoreAct.Read)]
    public async Task A_missing_key_is_no_missing_bucket(StoreAct act)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        ConversionException told = await Told.ByAsync(ErrorId.PathNotFound, () => act.DoAsync(bucket.Stores, bucket.At("no such clip.mp4")));
        Assert.Contains($"s3://{bucket.Name}/no such clip.mp4", told.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Input, told.Kind);
    }

    [Theory]
    [InlineData(StoreAct.Describe)]
    [InlineData(StoreAct.Read)]
    [InlineData(StoreAct.List)]
    [InlineData(StoreAct.Write)]
    [InlineData(StoreAct.WriteParts)]
    [InlineData(StoreAct.Delete)]
    public async Task A_missing_bucket_is_told_as_such(StoreAct act)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        ConversionException told = await Told.ByAsync(ErrorId.BucketNotFound, () => act.DoAsync(bucket.Stores, MediaLocation.Parse("s3://no-such-bucket-here/clip.mp4")));
        Assert.Contains("no bucket no-such-bucket-here", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3://", ErrorId.InvalidParameter)]
    [InlineData("s3:///clip.mp4", ErrorId.InvalidParameter)]
    [InlineData("s3://bucket", ErrorId.PathNotFound)]
    [InlineData("s3://bucket/", ErrorId.PathNotFound)]
    [InlineData("s3://not a bucket!/clip.mp4", ErrorId.InvalidParameter)]
    [InlineData("s3://Not_A_Bucket/clip.mp4", ErrorId.BucketNotFound)]
    public async Task Half_a_location_is_told_as_such(string location, string errorId)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await Told.ByAsync(errorId, () => StoreAct.Describe.DoAsync(bucket.Stores, MediaLocation.Parse(location)));
    }

    [Fact]
    public async Task Removing_what_is_not_there_is_no_failure()
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await bucket.Store.DeleteAsync(bucket.At("nothing.gif"), Token);
        Assert.Empty(await bucket.KeysAsync());
    }

    [Theory]
    [InlineData(CredentialKind.Vault, "Vault (default)/x")]
    [InlineData(CredentialKind.Session, "Session")]
    [InlineData(CredentialKind.Chain, "Chain no-such-profile-here")]
    public async Task Without_a_credential_nothing_is_asked(CredentialKind kind, string reference)
    {
        CredentialReference credential = new() { Kind = kind, SecretName = "x", ChainProfile = "no-such-profile-here" };
        StoreProfile profile = new() { Name = "mine", Provider = StoreProvider.S3Compatible, Endpoint = new Uri("http://127.0.0.1:1"), Credential = credential };
        using MediaStores stores = new(StoreProfiles.Of([profile]));
        ConversionException told = await Told.ByAsync(ErrorId.CredentialNotFound, () => StoreAct.Describe.DoAsync(stores, MediaLocation.Parse("s3://b/k")));
        Assert.Contains($"storage profile mine ({reference})", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unsigned_requests_reach_what_is_public_and_nothing_else()
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await bucket.PutAsync("secret.mp4", [1]);
        await bucket.Client.PutObjectAsync(new() { BucketName = bucket.Name, Key = "public.mp4", ContentBody = "abc", CannedACL = Amazon.S3.S3CannedACL.PublicRead }, Token);
        StoreProfile profile = new() { Name = "public", Provider = StoreProvider.S3Compatible, Endpoint = (await real.GetAsync()).Endpoint, Credential = new CredentialReference { Kind = CredentialKind.Anonymous } };
        using MediaStores stores = new(StoreProfiles.Of([profile]));
        Assert.Equal("abc"u8.ToArray(), await Bytes.ReadAsync(stores.For(bucket.At("public.mp4")), bucket.At("public.mp4"), 0, 10));
        await Told.ByAsync(ErrorId.StorageDenied, () => StoreAct.Read.DoAsync(stores, bucket.At("secret.mp4")));
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_told_at_once()
    {
        using MediaStores stores = Open(new Uri("https://no-such-host.invalid"));
        ConversionException told = await Told.ByAsync(ErrorId.StorageUnreachable, () => StoreAct.Describe.DoAsync(stores, MediaLocation.Parse("s3://b/k")));
        Assert.Contains("https://no-such-host.invalid cannot be reached: the name no-such-host.invalid is not known", told.Message, StringComparison.Ordinal);
        Assert.False(told.IsTransient);
    }

    [Theory]
    [InlineData("in", true)]
    [InlineData("in/", true)]
    [InlineData("in/clip.mp4", false)]
    public async Task Who_names_a_folder_for_a_video_is_told_how_to_name_its_content(string key, bool isTold)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        ConversionException told = await Told.ByAsync(ErrorId.PathNotFound, () => StoreAct.Describe.DoAsync(bucket.Stores, bucket.At(key)));
        Assert.Equal(isTold, told.Advice!.EndsWith($"name what lies in it: s3://{bucket.Name}/in/*.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(StoreAct.Describe)]
    [InlineData(StoreAct.List)]
    [InlineData(StoreAct.Write)]
    public async Task A_server_that_never_answered_is_tried_for_a_moment_and_then_told(StoreAct act)
    {
        using MediaStores stores = Open(s_nobody);
        ConversionException told = await Told.ByAsync(ErrorId.StorageUnreachable, () => act.DoAsync(stores, MediaLocation.Parse("s3://b/k")));
        Assert.Contains("cannot be reached: nothing listens there.", told.Message, StringComparison.Ordinal);

        // A job may try the whole again later.
        Assert.True(told.IsTransient);
    }

    [Fact]
    public async Task A_server_that_comes_up_a_moment_later_is_found()
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await using FaultProxy proxy = FaultProxy.Start((await real.GetAsync()).Endpoint);
        proxy.Stop();
        using MediaStores stores = bucket.Open(proxy.Endpoint);
        Task listing = StoreAct.List.DoAsync(stores, bucket.At(""));
        proxy.Resume();
        await listing;
    }

    [Theory]
    [InlineData("s3://b/clip.mp4")]
    [InlineData("http://127.0.0.1:1/clip.mp4")]
    public async Task A_conversion_does_not_repeat_the_question_to_a_server_that_never_answered(string source)
    {
        using MediaStores stores = Open(s_nobody);
        Converter converter = new(FFmpegLocator.Find(), stores);
        ConversionException told = await Told.ByAsync(ErrorId.StorageUnreachable, () => converter.ProbeAsync(MediaLocation.Parse(source), null, Token));
        Assert.EndsWith("cannot be reached: nothing listens there.", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_tls_is_told_as_such()
    {
        Uri plain = (await real.GetAsync()).Endpoint;
        using MediaStores stores = Open(new UriBuilder(plain) { Scheme = "https" }.Uri);
        ConversionException told = await Told.ByAsync(ErrorId.StorageUnreachable, () => StoreAct.Read.DoAsync(stores, MediaLocation.Parse("s3://b/k")));
        Assert.Contains("secure connection", told.Message, StringComparison.Ordinal);
    }

    private static MediaStores Open(Uri endpoint) => new(
        StoreProfiles.Of([new StoreProfile { Name = "far", Provider = StoreProvider.S3Compatible, Endpoint = endpoint, Credential = new CredentialReference { Kind = CredentialKind.Session } }]),
        new KnownCredential(new StoreCredential("a", "b")),
        new WebAccess { AllowPrivateNetwork = true });
}
