using AnimatedImage.Failures;
using AnimatedImage.Storage.S3;
using AnimatedImage.Storage.Tests.Servers;
using AnimatedImage.TestServers.Ceph;
using AnimatedImage.TestServers.Proxy;

namespace AnimatedImage.Storage.Tests.S3;

/// <summary>A real store behind a proxy that spoils requests.</summary>
public sealed class TroubleTests(RealStore real)
{
    private const int Large = 2 * PartSizes.First + 1000;

    [Theory]
    [InlineData("throttle")]
    [InlineData("error")]
    [InlineData("reset")]
    public async Task Passing_trouble_is_waited_for(string fault)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await using FaultProxy proxy = FaultProxy.Start((await real.GetAsync()).Endpoint);
        using MediaStores stores = bucket.Open(proxy.Endpoint);
        foreach (StoreAct act in new[] { StoreAct.Write, StoreAct.WriteParts, StoreAct.Describe, StoreAct.List, StoreAct.Delete })
        {
            proxy.Spoil(Fault.Named(fault));
            await act.DoAsync(stores, bucket.At("out.gif"));
        }

        Assert.Empty(await bucket.KeysAsync());
        Assert.Equal(0, await bucket.OpenUploadsAsync());
    }

    [Theory]
    [InlineData("throttle", ErrorId.StorageFailed, "asked too often")]
    [InlineData("error", ErrorId.StorageFailed, "error of its own")]
    [InlineData("reset", ErrorId.StorageUnreachable, "broke the connection")]
    [InlineData("expire", ErrorId.StorageDenied, "has expired")]
    public async Task A_read_asks_once_and_says_whether_asking_again_may_help(string fault, string errorId, string says)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await bucket.PutAsync("clip.mp4", [1, 2, 3]);
        await using FaultProxy proxy = FaultProxy.Start((await real.GetAsync()).Endpoint);
        using MediaStores stores = bucket.Open(proxy.Endpoint);

        // A connection that breaks before the answer begins is made anew once: it may have been an old one.
        proxy.Spoil(Fault.Named(fault), times: fault == "reset" ? 10 : 1);
        ConversionException told = await Told.ByAsync(errorId, () => StoreAct.Read.DoAsync(stores, bucket.At("clip.mp4")));
        Assert.Contains(says, told.Message, StringComparison.Ordinal);
        Assert.Equal(fault != "expire", told.IsTransient);
        Assert.InRange(proxy.Requests.Count, 1, fault == "reset" ? 2 : 1);
    }

    [Fact]
    public async Task Lasting_trouble_is_told_after_five_attempts()
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await using FaultProxy proxy = FaultProxy.Start((await real.GetAsync()).Endpoint);
        using MediaStores stores = bucket.Open(proxy.Endpoint);
        proxy.Spoil(Fault.Throttle, times: 100);
        ConversionException told = await Told.ByAsync(ErrorId.StorageFailed, () => StoreAct.List.DoAsync(stores, bucket.At("")));
        Assert.True(told.IsTransient);
        Assert.Contains("HTTP 503 SlowDown, request injected", told.Message, StringComparison.Ordinal);
        Assert.Equal(5, proxy.Requests.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public async Task A_body_that_breaks_off_is_a_failure_and_not_an_end(long after)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await bucket.PutAsync("clip.mp4", Bytes.Random(500_000));
        await using FaultProxy proxy = FaultProxy.Start((await real.GetAsync()).Endpoint);
        using MediaStores stores = bucket.Open(proxy.Endpoint);
        proxy.Spoil(Fault.Truncate(after));
        ConversionException told = await Told.ByAsync(ErrorId.StorageUnreachable, () => Bytes.ReadAsync(stores.For(bucket.At("clip.mp4")), bucket.At("clip.mp4"), 0, 400_000));
        Assert.True(told.IsTransient);
    }

    [Theory]
    [InlineData(1000, "PUT")]
    [InlineData(Large, "POST")]
    public async Task A_lost_answer_to_the_last_request_is_no_failure(int length, string method)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await using FaultProxy proxy = FaultProxy.Start((await real.GetAsync()).Endpoint);
        using MediaStores stores = bucket.Open(proxy.Endpoint);
        proxy.Spoil(Fault.LoseAnswer, when: request => request.Method == method && !request.Target.EndsWith("?uploads", StringComparison.Ordinal));
        byte[] bytes = Bytes.Random(length);
        await Bytes.WriteAsync(stores.For(bucket.At("out.gif")), bucket.At("out.gif"), bytes);
        Assert.Equal(bytes, await Bytes.ReadAsync(bucket.Store, bucket.At("out.gif"), 0, length));
        Assert.Equal(0, await bucket.OpenUploadsAsync());
    }

    [Fact]
    public async Task An_upload_that_fails_for_good_leaves_nothing()
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await using FaultProxy proxy = FaultProxy.Start((await real.GetAsync()).Endpoint);
        using MediaStores stores = bucket.Open(proxy.Endpoint);
        proxy.Spoil(Fault.Error, times: 100, when: request => request.Target.Contains("partNumber=2", StringComparison.Ordinal));
        await Told.ByAsync(ErrorId.StorageFailed, () => Bytes.WriteAsync(stores.For(bucket.At("out.gif")), bucket.At("out.gif"), Bytes.Random(Large)));
        Assert.Empty(await bucket.KeysAsync());
        Assert.Equal(0, await bucket.OpenUploadsAsync());
    }

    [Fact]
    public async Task A_server_that_goes_away_and_comes_back_is_found_again()
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await bucket.PutAsync("clip.mp4", [1, 2, 3]);
        await using FaultProxy proxy = FaultProxy.Start((await real.GetAsync()).Endpoint);
        using MediaStores stores = bucket.Open(proxy.Endpoint);
        await StoreAct.Read.DoAsync(stores, bucket.At("clip.mp4"));

        proxy.Stop();
        ConversionException told = await Told.ByAsync(ErrorId.StorageUnreachable, () => StoreAct.Read.DoAsync(stores, bucket.At("clip.mp4")));
        Assert.Contains($"{proxy.Endpoint.GetLeftPart(UriPartial.Authority)} cannot be reached: nothing listens there", told.Message, StringComparison.Ordinal);
        Assert.True(told.IsTransient);

        Task describing = StoreAct.Describe.DoAsync(stores, bucket.At("clip.mp4"));
        proxy.Resume();
        await describing;
        await StoreAct.Read.DoAsync(stores, bucket.At("clip.mp4"));
    }

    [Theory]
    [InlineData(StoreAct.Describe)]
    [InlineData(StoreAct.List)]
    [InlineData(StoreAct.Write)]
    public async Task A_wrong_clock_is_corrected_by_the_store_s(StoreAct act)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await bucket.PutAsync("clip.mp4", [1, 2, 3]);
        await using FaultProxy proxy = FaultProxy.Start((await real.GetAsync()).Endpoint);
        using MediaStores stores = bucket.Open(proxy.Endpoint);

        // A false answer makes the SDK believe that our clock is two hours late; the real store takes offence at what it signs then.
        proxy.Spoil(Fault.OtherClock(TimeSpan.FromHours(2)));
        ConversionException told = await Told.ByAsync(ErrorId.StorageDenied, () => act.DoAsync(stores, bucket.At("clip.mp4")));
        Assert.Contains("ahead of the store's", told.Message, StringComparison.Ordinal);

        // From here on our clock is really wrong, and the store's own answer puts it right.
        await act.DoAsync(stores, bucket.At("clip.mp4"));
    }

    [Fact]
    public async Task A_profile_s_proxy_is_gone_through_and_named_when_it_fails()
    {
        using TestBucket bucket = await real.NewBucketAsync();
        CephServer server = await real.GetAsync();
        await using FaultProxy proxy = FaultProxy.Start(server.Endpoint);
        StoreProfile profile = new() { Name = "far", Provider = StoreProvider.S3Compatible, Endpoint = server.Endpoint, Proxy = proxy.Endpoint, Credential = new CredentialReference { Kind = CredentialKind.Session } };
        using MediaStores stores = new(StoreProfiles.Of([profile]), new KnownCredential(new StoreCredential(server.AccessKey, server.SecretKey)));
        await StoreAct.WriteParts.DoAsync(stores, bucket.At("out.gif"));
        Assert.All(proxy.Requests, request => Assert.StartsWith(server.Endpoint.AbsoluteUri, request.Target, StringComparison.Ordinal));

        proxy.Stop();
        ConversionException told = await Told.ByAsync(ErrorId.StorageUnreachable, () => StoreAct.Read.DoAsync(stores, bucket.At("out.gif")));
        Assert.Contains($"through the proxy 127.0.0.1:{proxy.Endpoint.Port}", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_that_is_missing_costs_one_question_once_its_bucket_is_known()
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await using FaultProxy proxy = FaultProxy.Start((await real.GetAsync()).Endpoint);
        using MediaStores stores = bucket.Open(proxy.Endpoint);
        foreach (int asked in new[] { 2, 3, 4 })
        {
            await Told.ByAsync(ErrorId.PathNotFound, () => StoreAct.Describe.DoAsync(stores, bucket.At("nothing.gif")));
            Assert.Equal(asked, proxy.Requests.Count);
        }
    }

    [Theory]
    [InlineData("ExpiredToken", "the temporary credential has expired", "Get a new one")]
    [InlineData("AccessDenied", "was refused", "its session token has not expired")]
    public async Task A_token_that_has_expired_is_told_or_thought_of(string code, string says, string advice)
    {
        // AWS says ExpiredToken. Ceph 16.2 answers AccessDenied and no more to a token of AssumeRole whose 900 s, the fewest that it gives, are over.
        using TestBucket bucket = await real.NewBucketAsync();
        await using FaultProxy proxy = FaultProxy.Start((await real.GetAsync()).Endpoint);
        using MediaStores stores = bucket.Open(proxy.Endpoint, new StoreCredential("temporary", "secret of a while", "token of a while"));
        proxy.Spoil(Fault.Answer(403, code), times: 10);
        ConversionException told = await Told.ByAsync(ErrorId.StorageDenied, () => StoreAct.List.DoAsync(stores, bucket.At("")), "secret of a while", "token of a while");
        Assert.Contains(says, told.Message, StringComparison.Ordinal);
        Assert.Contains(advice, told.Advice!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(301, "PermanentRedirect")]
    [InlineData(400, "AuthorizationHeaderMalformed")]
    public async Task A_bucket_of_another_region_is_told_with_the_region(int status, string code)
    {
        using TestBucket bucket = await real.NewBucketAsync();
        await using FaultProxy proxy = FaultProxy.Start((await real.GetAsync()).Endpoint);
        using MediaStores stores = bucket.Open(proxy.Endpoint);
        proxy.Spoil(Fault.Answer(status, code, "x-amz-bucket-region: eu-central-1"), times: 10);
        ConversionException told = await Told.ByAsync(ErrorId.InvalidParameter, () => StoreAct.Read.DoAsync(stores, bucket.At("clip.mp4")));
        Assert.Contains("lies in the region eu-central-1", told.Message, StringComparison.Ordinal);
        Assert.Contains("-Region eu-central-1", told.Advice!, StringComparison.Ordinal);
    }
}
