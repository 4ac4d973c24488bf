using System.Net;
using System.Net.Sockets;
using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Storage;

public sealed class StorageTestTests : IDisposable
{
    private static readonly StoreProfile Profile = new() { Name = "ceph", Provider = StoreProvider.S3Compatible, Endpoint = new Uri("http://127.0.0.1:1") };

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly MemoryStore _store = new();

    public StorageTestTests() => _server.Start();

    private Uri Address => new(FormattableString.Invariant($"http://127.0.0.1:{((IPEndPoint)_server.LocalEndpoint).Port}"));

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_store_that_can_do_everything_passes_every_step_and_stays_as_it_was()
    {
        _store.Objects["s3://bucket/a.mp4"] = new byte[5000];
        StorageTestResult[] results = await RunAsync("bucket");
        Assert.Equal(Enum.GetValues<StorageStep>(), results.Select(result => result.Step));
        Assert.All(results, result => Assert.Equal((StorageStepStatus.Passed, null, "ceph", "bucket"), (result.Status, result.Advice, result.Storage, result.Bucket)));
        Assert.Contains("1024 of 5000 bytes", Find(results, StorageStep.ReadRange).Message, StringComparison.Ordinal);
        Assert.Equal(["s3://bucket/a.mp4"], _store.Objects.Keys);
    }

    [Fact]
    public async Task An_empty_bucket_is_read_through_the_object_that_the_test_writes()
    {
        StorageTestResult[] results = await RunAsync("bucket", prefix: "in/");
        Assert.All(results, result => Assert.Equal(StorageStepStatus.Passed, result.Status));
        Assert.Contains("bytes of the test's object were read", Find(results, StorageStep.ReadRange).Message, StringComparison.Ordinal);
        Assert.Empty(_store.Objects);
    }

    [Fact]
    public async Task Nothing_is_written_where_nothing_may_be()
    {
        _store.Fail = method => Assert.NotEqual(nameof(IMediaStore.UploadAsync), method);
        StorageTestResult[] results = await RunAsync("bucket", mayWrite: false);
        Assert.Equal(
            [StorageStep.ReadRange, StorageStep.Write, StorageStep.Delete],
            results.Where(result => result.Status == StorageStepStatus.Skipped).Select(result => result.Step).Order());
    }

    [Fact]
    public async Task Without_a_bucket_it_says_what_to_name()
    {
        StorageTestResult[] results = await RunAsync(null);
        Assert.Equal(5, results.Count(result => result is { Status: StorageStepStatus.Skipped, Advice: "Name one with -Bucket." }));
        Assert.Equal(StorageStepStatus.Passed, Find(results, StorageStep.Connect).Status);
    }

    [Fact]
    public async Task A_server_that_is_not_there_fails_to_connect_and_skips_the_rest()
    {
        Uri address = Address;
        _server.Stop();
        StorageTestResult[] results = await new StorageTest(Profile, _store, address).RunAsync("bucket", "", true, TestContext.Current.CancellationToken).ToArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal((StorageStepStatus.Failed, ErrorId.StorageUnreachable), (Find(results, StorageStep.Connect).Status, Find(results, StorageStep.Connect).ErrorId));
        Assert.NotNull(Find(results, StorageStep.Connect).Advice);
        Assert.Matches(@"[^.]\.$", Find(results, StorageStep.Connect).Message);
        Assert.Equal(7, results.Length);
        Assert.All(results.Skip(2), result => Assert.Equal(StorageStepStatus.Skipped, result.Status));
    }

    [Fact]
    public async Task A_host_without_an_address_fails_to_resolve()
    {
        StorageTest test = new(Profile, _store, new Uri("https://no-such-host.invalid"));
        StorageTestResult[] results = await test.RunAsync("bucket", "", true, TestContext.Current.CancellationToken).ToArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(StorageStepStatus.Failed, results[0].Status);
        Assert.Contains("no-such-host.invalid", results[0].Message, StringComparison.Ordinal);
        Assert.All(results.Skip(1), result => Assert.Equal(StorageStepStatus.Skipped, result.Status));
    }

    [Theory]
    [InlineData("SignatureDoesNotMatch", StorageStepStatus.Failed, StorageStepStatus.Skipped)]
    [InlineData("InvalidAccessKeyId", StorageStepStatus.Failed, StorageStepStatus.Skipped)]
    [InlineData("ExpiredToken", StorageStepStatus.Failed, StorageStepStatus.Skipped)]
    [InlineData("AccessDenied", StorageStepStatus.Passed, StorageStepStatus.Failed)]
    public async Task A_refused_key_is_told_from_a_missing_right(string code, StorageStepStatus authenticate, StorageStepStatus list)
    {
        // Who may not list may still write.
        _store.Fail = method => { if (method == nameof(IMediaStore.ListAsync)) { throw MemoryStore.Denied(code); } };
        StorageTestResult[] results = await RunAsync("bucket");
        Assert.Equal((authenticate, list), (Find(results, StorageStep.Authenticate).Status, Find(results, StorageStep.List).Status));
        Assert.Equal(authenticate == StorageStepStatus.Passed, Find(results, StorageStep.Write).Status == StorageStepStatus.Passed);
        Assert.Equal(7, results.Select(result => result.Step).Distinct().Count());
    }

    [Theory]
    [InlineData(StoreProvider.S3Compatible, StorageStepStatus.Failed)]
    [InlineData(StoreProvider.Aws, StorageStepStatus.Passed)]
    public async Task A_store_that_says_no_more_than_no_proves_a_key_only_where_it_has_a_word_for_bad_ones(StoreProvider provider, StorageStepStatus expected)
    {
        _store.Fail = _ => throw MemoryStore.Denied("AccessDenied");
        StorageTestResult[] results = await new StorageTest(Profile with { Provider = provider }, _store, Address)
            .RunAsync("bucket", "", true, TestContext.Current.CancellationToken).ToArrayAsync(TestContext.Current.CancellationToken);
        StorageTestResult key = Find(results, StorageStep.Authenticate);
        Assert.Equal(expected, key.Status);
        Assert.Equal(expected == StorageStepStatus.Failed, key.Advice?.Contains("secret key first", StringComparison.Ordinal) ?? false);
        Assert.Equal(Enum.GetValues<StorageStep>(), results.Select(result => result.Step).Order());
    }

    [Theory]
    [InlineData(nameof(IMediaStore.UploadAsync), StorageStep.Write, 0)]
    [InlineData(nameof(IStoreUpload.CompleteAsync), StorageStep.Write, 0)]
    [InlineData(nameof(IMediaStore.DeleteAsync), StorageStep.Delete, 1)]
    public async Task A_missing_right_is_told_where_it_is_missed(string method, StorageStep step, int left)
    {
        _store.Fail = called => { if (called == method) { throw MemoryStore.Denied("AccessDenied"); } };
        StorageTestResult[] results = await RunAsync("bucket");
        StorageTestResult failed = Assert.Single(results, result => result.Status == StorageStepStatus.Failed);
        Assert.Equal(step, failed.Step);
        Assert.Equal(left, _store.Objects.Count);
        Assert.Equal(left == 1, failed.Advice!.Contains("by hand", StringComparison.Ordinal));

        // Nobody asked for that name; where the object could not be deleted it is needed.
        Assert.All(results, result => Assert.DoesNotContain(".animatedimage-test-", result.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_consumer_that_leaves_early_leaves_nothing_behind()
    {
        await foreach (StorageTestResult result in new StorageTest(Profile, _store, Address).RunAsync("bucket", "", true, TestContext.Current.CancellationToken))
        {
            if (result.Step == StorageStep.Write)
            {
                Assert.Single(_store.Objects);
                break;
            }
        }

        Assert.Empty(_store.Objects);
    }

    private static StorageTestResult Find(StorageTestResult[] results, StorageStep step) => Assert.Single(results, result => result.Step == step);

    private async Task<StorageTestResult[]> RunAsync(string? bucket, string prefix = "", bool mayWrite = true) =>
        await new StorageTest(Profile, _store, Address).RunAsync(bucket, prefix, mayWrite, TestContext.Current.CancellationToken).ToArrayAsync(TestContext.Current.CancellationToken);
}
